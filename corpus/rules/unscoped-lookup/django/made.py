"""A row that has just been made is read again: nobody else chose its key."""

from django.http import JsonResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from prelude import Invoice, Line


class LineSerializer(ModelSerializer):
    class Meta:
        model = Line
        fields = ["amount"]


def copy(request):
    invoice = Invoice(organization=request.user.organization, total=request.POST["total"])
    invoice.save()
    lines = Line.objects.filter(invoice=invoice)  #~ verdict scoped
    again = Invoice.objects.get(pk=invoice.pk)  #~ verdict scoped
    return JsonResponse({"total": again.total, "lines": [line.amount for line in lines]})


@api_view(["POST"])
def add(request):
    serializer = LineSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    line = Line.objects.get(pk=serializer.instance.id)  #~ verdict scoped
    return Response({"amount": line.amount})


def other(request):
    line = Line.objects.get(pk=request.POST["line"])  #~ unscoped-lookup
    return JsonResponse({"amount": line.amount})


urlpatterns = [path("a", copy), path("b", add), path("c", other)]
