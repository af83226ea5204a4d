"""A row that may have been found by its owner is not loaded by its id alone: what it is compared with then is another matter."""

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Invoice, Line, Organization


class Payment(serializers.Serializer):
    invoice_id = serializers.IntegerField()
    line_id = serializers.IntegerField()

    def __init__(self, *args, **kwargs):
        self.organization = kwargs.pop("organization", None)
        super().__init__(*args, **kwargs)

    def validate(self, attrs):
        line = Line.objects.filter(id=attrs["line_id"], invoice__organization=self.organization).first()  #~ verdict unknown
        if line and line.invoice_id != attrs["invoice_id"]:
            raise serializers.ValidationError("not a line of that invoice")
        return attrs


class Refund(serializers.Serializer):
    organization_id = serializers.IntegerField()
    invoice_id = serializers.IntegerField()

    def validate(self, attrs):
        invoice = Invoice.objects.filter(id=attrs["invoice_id"]).first()  #~ check-against-request
        if invoice and invoice.organization_id != attrs["organization_id"]:
            raise serializers.ValidationError("not an invoice of that organization")
        attrs["total"] = invoice.total
        return attrs


@api_view(["POST"])
def pay(request):
    payment = Payment(data=request.data, organization=request.user.organization)
    payment.is_valid(raise_exception=True)
    return Response(payment.data)


@api_view(["POST"])
def refund(request):
    refund = Refund(data=request.data)
    refund.is_valid(raise_exception=True)
    return Response(refund.data)
