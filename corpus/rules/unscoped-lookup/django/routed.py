"""A view set whose handlers are named where it is routed: what a base provides besides is out of reach."""

from django.urls import path
from rest_framework.viewsets import ModelViewSet

from prelude import Invoice, Line


class Invoices(ModelViewSet):
    queryset = Invoice.objects.all()  #~ unscoped-lookup


class Lines(ModelViewSet):
    queryset = Line.objects.all()

    def list(self, request):
        return self.queryset.filter(invoice__organization=request.user.organization)  #~ verdict scoped


urlpatterns = [
    path("invoices/<int:pk>", Invoices.as_view({"get": "retrieve"})),
    path("lines", Lines.as_view({"get": "list"})),
]
