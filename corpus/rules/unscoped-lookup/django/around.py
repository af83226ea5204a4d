"""What a class view writes itself around its handlers, or in front of them, has let them pass; a row that a view's own method has
found is no request's."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.generic import UpdateView, View
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from prelude import Invoice, Line, Membership


class Around:
    def dispatch(self, request, *args, **kwargs):
        mine = Membership.objects.filter(organization_id=kwargs["organization_id"], user=request.user)  #~ verdict scoped
        if not mine.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Invoices(Around, View):
    def get(self, request, organization_id, pk):
        return get_object_or_404(Invoice, pk=pk, organization_id=organization_id)  #~ verdict scoped

    def post(self, request, organization_id, pk):
        return get_object_or_404(Invoice, pk=pk)  #~ untied-child


class Owned:
    def dispatch(self, request, *args, **kwargs):
        if self.get_object().organization != request.user.organization:
            return HttpResponseForbidden()
        return super().dispatch(request, *args, **kwargs)


class Edit(Owned, UpdateView):
    model = Invoice  #~ verdict scoped
    fields = ["total"]


# it goes on before it looks
class Late:
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return HttpResponseForbidden()
        return response


class Open(Late, UpdateView):
    model = Invoice  #~ unscoped-lookup
    fields = ["total"]


class InvoiceSerializer(ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["total"]


class InvoiceSet(ModelViewSet):
    serializer_class = InvoiceSerializer

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.request.user.organization)  #~ verdict scoped

    def perform_destroy(self, instance):
        Line.objects.filter(invoice=instance).delete()  #~ verdict scoped
        instance.delete()


urlpatterns = [
    path("<int:organization_id>/invoices/<int:pk>", Invoices.as_view()),
    path("invoices/<int:pk>/edit", Edit.as_view()),
    path("invoices/<int:pk>/open", Open.as_view()),
]
