"""A field takes what a method of the form answers for it: rows that it looked up, or what was sent."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path

from prelude import Invoice, Line


class Merge(forms.Form):
    invoices = forms.CharField()
    invoice = forms.IntegerField()
    number = forms.IntegerField()

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_invoices(self):
        found = []
        for number in self.cleaned_data.get("invoices", "").split(" "):
            invoice = Invoice.objects.get(pk=number, organization_id=self.user.organization_id)  #~ verdict unknown
            found.append(invoice)
        return found

    def clean_invoice(self):
        return Invoice.objects.get(pk=self.cleaned_data["invoice"])  #~ unscoped-lookup

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number < 0:
            raise forms.ValidationError("not a number")
        return number


@login_required
def by_rows(request):
    form = Merge(request.user, request.POST)
    if not form.is_valid():
        return JsonResponse({})
    Line.objects.filter(invoice__in=form.cleaned_data["invoices"]).delete()  #~ verdict unknown
    return JsonResponse({})


# where the method looks it up without asking whose it is, it is the method that is reported
@login_required
def by_row(request):
    form = Merge(request.user, request.POST)
    if not form.is_valid():
        return JsonResponse({})
    Line.objects.filter(invoice=form.cleaned_data["invoice"]).delete()  #~ verdict unknown
    return JsonResponse({})


@login_required
def by_number(request):
    form = Merge(request.user, request.POST)
    if not form.is_valid():
        return JsonResponse({})
    Line.objects.filter(invoice_id=form.cleaned_data["number"]).delete()  #~ unscoped-write
    return JsonResponse({})


urlpatterns = [path("a", by_rows), path("b", by_row), path("c", by_number)]
