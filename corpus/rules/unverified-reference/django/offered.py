"""A serializer takes a reference to any row of a table; one that looks at it, one that is told which rows, and one that only shows it."""

from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from prelude import Invoice, Line


class LineSerializer(serializers.ModelSerializer):
    invoice_id = serializers.PrimaryKeyRelatedField(source="invoice", queryset=Invoice.objects.all())  #~ unverified-reference

    class Meta:
        model = Line
        fields = ["id", "invoice_id", "amount"]

    def validate(self, data):
        if data.get("amount") == 0:
            raise serializers.ValidationError("an amount is missing")
        return data

    def create(self, validated_data):
        invoice = validated_data.pop("invoice")
        return Line.objects.create(invoice=invoice, **validated_data)


class CheckedSerializer(serializers.ModelSerializer):
    invoice_id = serializers.PrimaryKeyRelatedField(source="invoice", queryset=Invoice.objects.all())

    class Meta:
        model = Line
        fields = ["id", "invoice_id", "amount"]

    def validate(self, data):
        own = Invoice.objects.filter(pk=data["invoice"].id, organization=self.context["organization"])  #~ verdict unknown
        if not own.exists():
            raise serializers.ValidationError("no such invoice")
        return data


class NarrowedSerializer(serializers.ModelSerializer):
    invoice = serializers.PrimaryKeyRelatedField(queryset=Invoice.objects.all())

    class Meta:
        model = Line
        fields = ["id", "invoice", "amount"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = Invoice.objects.filter(organization=self.context["organization"])


class ShownSerializer(serializers.ModelSerializer):
    invoice = serializers.PrimaryKeyRelatedField(queryset=Invoice.objects.all(), read_only=True)

    class Meta:
        model = Line
        fields = ["id", "invoice", "amount"]




@api_view(["POST"])
def create(request):
    serializer = LineSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)


@api_view(["POST"])
def checked(request):
    serializer = CheckedSerializer(data=request.data, context={"organization": request.user.organization})
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)


@api_view(["POST"])
def narrowed(request):
    serializer = NarrowedSerializer(data=request.data, context={"organization": request.user.organization})
    serializer.is_valid(raise_exception=True)
    serializer.save()
    return Response(serializer.data)


@api_view(["POST"])
def show(request, pk):
    line = get_object_or_404(Line, pk=pk, invoice__organization=request.user.organization)  #~ verdict scoped
    return Response(ShownSerializer(line, data=request.data).data)
