from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice, Membership


# a function that answers whether, and callers that say the same to everybody whom it refuses
def accessible(pk, user):
    invoice = Invoice.objects.filter(pk=pk).first()  #~ verdict scoped
    if invoice is None:
        return False
    if invoice.organization_id == user.organization_id:
        return True
    return any(m.organization_id == invoice.organization_id for m in Membership.objects.filter(user=user))


def found(pk, user):
    if not accessible(pk, user):
        return False, f"{user.id} has no invoice {pk}"
    return True, Invoice.objects.get(pk=pk)


class CodeView(APIView):
    def get(self, request, pk):
        if not accessible(pk, request.user):
            return Response({"code": 1})
        return Response({"total": Invoice.objects.get(pk=pk).total})  #~ verdict scoped


class FoundView(APIView):
    def get(self, request, pk):
        ok, invoice = found(pk, request.user)  #~ verdict scoped
        if not ok:
            return Response({"message": invoice})
        return Response({"total": invoice.total})


# what has happened before is no refusal
class LateView(APIView):
    def post(self, request, pk):
        invoice = Invoice.objects.get(pk=pk)  #~ open-check
        invoice.paid = True
        invoice.save()
        if invoice.organization_id != request.user.organization_id:
            return Response({"code": 1})
        return Response({"total": invoice.total})


# none of them where the caller may not see it
def some(pk, user):
    if not accessible(pk, user):
        return []
    return [pk]


class SomeView(APIView):
    def get(self, request, pk):
        keys = some(pk, request.user)
        if not keys:
            return Response({"code": 1})
        return Response({"total": Invoice.objects.get(pk=pk).total})  #~ verdict scoped
