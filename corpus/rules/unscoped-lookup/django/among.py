from django.core.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, Membership


# whether what was found is among what is the caller's: one of them, none of them, each of them
class OneOfOwn(APIView):
    def get(self, request, pk):
        mine = Membership.objects.filter(user=request.user)
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        if not any(m.organization_id == invoice.organization_id for m in mine):
            raise PermissionDenied()
        return Response({"total": invoice.total})


class NotAllOthers(APIView):
    def get(self, request, pk):
        mine = Membership.objects.filter(user=request.user)
        invoice = Invoice.objects.get(pk=pk)  #~ verdict guarded
        if all(m.organization_id != invoice.organization_id for m in mine):
            raise PermissionDenied()
        return Response({"total": invoice.total})


class NoneOfOthers(APIView):
    def post(self, request):
        found = Invoice.objects.filter(pk__in=request.data["ids"])  #~ verdict guarded
        if any(i.organization_id != request.user.organization_id for i in found):
            raise PermissionDenied()
        return Response([i.total for i in found])


class OneOwn(APIView):
    def post(self, request):
        found = Invoice.objects.filter(pk__in=request.data["ids"])  #~ unscoped-lookup
        if not any(i.organization_id == request.user.organization_id for i in found):
            raise PermissionDenied()
        return Response([i.total for i in found])


class AllOwn(APIView):
    def post(self, request):
        found = Invoice.objects.filter(pk__in=request.data["ids"])  #~ verdict guarded
        if not all(i.organization_id == request.user.organization_id for i in found):
            raise PermissionDenied()
        return Response([i.total for i in found])
