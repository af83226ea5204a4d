from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Invoice


class BaseView(APIView):
    permission_classes = [AllowAny]


# anybody may call it, as it says on purpose
class PublicView(BaseView):
    def get(self, request, pk):
        return Response({"total": Invoice.objects.get(pk=pk).total})  #~ unscoped-lookup pedantic


# what a class says takes the place of what its base says
class OwnView(BaseView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        return Response({"total": Invoice.objects.get(pk=pk).total})  #~ unscoped-lookup


class WriteView(BaseView):
    def delete(self, request, pk):
        Invoice.objects.filter(pk=pk).delete()  #~ unscoped-write
        return Response(status=204)
