"""The column is read-only, left out, overwritten, or nothing writes with what binds it."""

from django import forms
from django.urls import path
from django.views.generic import CreateView
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import BasePermission
from rest_framework.response import Response

from prelude import Contact, Invoice


class InvoiceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = "__all__"
        read_only_fields = ("organization",)


class KeywordSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ("id", "organization", "total")
        extra_kwargs = {"organization": {"read_only": True}}


class ShownSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = ("id", "organization", "total")


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = "__all__"


class OwnSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = "__all__"

    def create(self, validated_data):
        validated_data["organization"] = self.context["request"].user.organization
        return super().create(validated_data)

    def update(self, instance, validated_data):
        validated_data.pop("organization", None)
        return super().update(instance, validated_data)


class InvoiceForm(forms.ModelForm):
    class Meta:
        model = Invoice
        exclude = ["organization"]


@api_view(["PATCH"])
def change(request, pk):
    invoice = get_object_or_404(Invoice, pk=pk, organization=request.user.organization)  #~ verdict scoped
    for serializer_class in (InvoiceSerializer, KeywordSerializer, OwnSerializer):
        serializer = serializer_class(invoice, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
    return Response(ShownSerializer(invoice).data)


class MayMove(BasePermission):
    def has_permission(self, request, view):
        target = request.data.get("organization")
        return target is None or request.user.memberships.filter(organization=target).exists()


class MovedSerializer(serializers.ModelSerializer):
    class Meta:
        model = Invoice
        fields = "__all__"


class Moved(viewsets.ModelViewSet):
    permission_classes = [MayMove]
    serializer_class = MovedSerializer

    def get_queryset(self):
        return Invoice.objects.filter(organization=self.request.user.organization)  #~ verdict scoped


@api_view(["PATCH"])
def chosen(request, pk):
    contact = get_object_or_404(Contact, pk=pk, organization=request.user.organization)  #~ verdict scoped
    data = {"email": request.data["email"]}
    serializer = ContactSerializer(contact, data=data, partial=True)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)


@api_view(["PATCH"])
def overwrite(request, pk):
    contact = get_object_or_404(Contact, pk=pk, organization=request.user.organization)  #~ verdict scoped
    serializer = ContactSerializer(contact, data=request.data, partial=True)
    serializer.is_valid(raise_exception=True)
    serializer.save(organization=request.user.organization)
    return Response(serializer.data)


class Contacts(viewsets.ModelViewSet):
    serializer_class = ContactSerializer

    def get_queryset(self):
        return Contact.objects.filter(organization=self.request.user.organization)  #~ verdict scoped

    def perform_create(self, serializer):
        serializer.save(organization=self.request.user.organization)

    def perform_update(self, serializer):
        serializer.save(organization=self.request.user.organization)


class NewInvoice(CreateView):
    model = Invoice
    form_class = InvoiceForm

    def form_valid(self, form):
        form.instance.organization = self.request.user.organization
        return super().form_valid(form)


def create(request):
    Invoice.objects.create(organization=request.user.organization, total=0)  #~ verdict scoped
    return Response({})


urlpatterns = [path("change/<int:pk>", change), path("new", NewInvoice.as_view()), path("create", create)]
