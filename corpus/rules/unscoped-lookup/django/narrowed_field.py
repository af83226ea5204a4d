"""What a form took for a field is one of the rows that the form says, when it is made, the field takes."""

from django import forms
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice, Line


class Narrowed(forms.Form):
    invoice = forms.ModelChoiceField(queryset=Invoice.objects.none())
    number = forms.IntegerField()

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["invoice"].queryset = Invoice.objects.filter(organization_id=user.organization_id)


def by_field(request):
    form = Narrowed(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({})
    lines = Line.objects.filter(invoice=form.cleaned_data["invoice"])  #~ verdict unknown
    return JsonResponse({"lines": [line.amount for line in lines]})


def by_name(request):
    form = Narrowed(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({})
    lines = Line.objects.filter(invoice=form.cleaned_data.get("invoice"))  #~ verdict unknown
    return JsonResponse({"lines": [line.amount for line in lines]})


def by_number(request):
    form = Narrowed(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({})
    lines = Line.objects.filter(invoice_id=form.cleaned_data["number"])  #~ unscoped-lookup
    return JsonResponse({"lines": [line.amount for line in lines]})


urlpatterns = [path("a", by_field), path("b", by_name), path("c", by_number)]
