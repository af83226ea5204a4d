from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.views.generic import DetailView, ListView, UpdateView
from rest_framework import serializers, viewsets
from rest_framework.permissions import IsAuthenticated

from prelude import Invoice


class InvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ["id", "total", "paid"]


class OwnViewSet(viewsets.ModelViewSet):
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated]
    queryset = Invoice.objects.all()

    def get_queryset(self):
        return super().get_queryset().filter(organization=self.request.user.organization)  #~ verdict scoped


class PaidViewSet(viewsets.ModelViewSet):
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated]
    queryset = Invoice.objects.all()

    def get_queryset(self):
        return super().get_queryset().filter(paid=True)  #~ unscoped-list


class OwnList(LoginRequiredMixin, ListView):
    model = Invoice

    def get_queryset(self):
        return super().get_queryset().filter(organization=self.request.user.organization)  #~ verdict scoped


class PaidList(LoginRequiredMixin, ListView):
    model = Invoice

    def get_queryset(self):
        return super().get_queryset().filter(paid=True)  #~ unscoped-list


class OwnMixin:
    def get_queryset(self):
        return super().get_queryset().filter(organization=self.request.user.organization)  #~ verdict scoped


class OwnDetail(LoginRequiredMixin, OwnMixin, DetailView):
    model = Invoice


class CheckedUpdate(LoginRequiredMixin, UpdateView):
    model = Invoice
    fields = ["total"]

    def get_object(self, queryset=None):
        invoice = super().get_object(queryset)  #~ verdict guarded
        if invoice.organization != self.request.user.organization:
            raise Http404()
        return invoice


class UncheckedUpdate(LoginRequiredMixin, UpdateView):
    model = Invoice
    fields = ["total"]

    def get_object(self, queryset=None):
        invoice = super().get_object(queryset)  #~ unscoped-lookup
        if invoice.paid:
            raise Http404()
        return invoice
