"""Serializers and forms that bind the tenant's column, and that something writes rows with."""

from django import forms
from django.urls import path
from django.views.generic import CreateView
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from prelude import Contact, Invoice, Line


class InvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ("id", "organization", "total")  #~ writable-tenant-key


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = "__all__"  #~ writable-tenant-key


class KnownContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = ["email", "organization"]  #~ writable-tenant-key


class InvoiceForm(forms.ModelForm):
    class Meta:
        model = Invoice
        fields = ["organization", "total"]  #~ writable-tenant-key


class HasOrganization(BasePermission):
    def has_permission(self, request, view):
        # what the caller has says nothing of what was sent
        return hasattr(request, "organization") and request.organization is not None


class ChangeContact(APIView):
    permission_classes = [HasOrganization]

    def patch(self, request, pk):
        contact = get_object_or_404(Contact, pk=pk, organization=request.user.organization)  #~ verdict scoped
        serializer = KnownContactSerializer(contact, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(serializer.data)


@api_view(["PATCH"])
def change(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    serializer = InvoiceSerializer(invoice, data=request.data, partial=True)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)


class Contacts(viewsets.ModelViewSet):
    serializer_class = ContactSerializer

    def get_queryset(self):
        return Contact.objects.filter(organization=self.request.user.organization)  #~ verdict scoped

    # what is added is the caller's, what is changed may go elsewhere
    def perform_create(self, serializer):
        serializer.save(organization=self.request.user.organization)


class NewInvoice(CreateView):
    model = Invoice
    form_class = InvoiceForm


def create(request):
    Invoice.objects.create(organization_id=request.POST["organization"], total=0)  #~ tenant-from-request
    return Response({})


urlpatterns = [path("change/<int:pk>", change), path("new", NewInvoice.as_view()), path("create", create)]
