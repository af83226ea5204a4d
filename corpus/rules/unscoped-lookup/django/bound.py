"""A form puts what was sent into its row before the row is checked: what is checked then is what was sent."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect

from prelude import Invoice


class OwnedForm(forms.ModelForm):
    def save(self, request):
        if self.instance.organization != request.user.organization:
            raise PermissionDenied()
        return super().save()


class MovingForm(OwnedForm):
    class Meta:
        model = Invoice
        fields = ["organization", "total"]  #~ writable-tenant-key


class AskingForm(forms.ModelForm):
    class Meta:
        model = Invoice
        fields = ["organization", "total"]  #~ writable-tenant-key

    def save(self, request):
        self.instance.require_editable_by(request.user)
        return super().save()


class InvoiceForm(OwnedForm):
    class Meta:
        model = Invoice
        fields = ["total"]


@login_required
def moved(request, invoice_id):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ untied-child
    form = MovingForm(request.POST, instance=invoice)
    if not form.is_valid():
        return redirect("invoice")
    form.save(request)
    return redirect("invoices")


@login_required
def changed(request, invoice_id):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ verdict guarded
    form = InvoiceForm(request.POST, instance=invoice)
    if not form.is_valid():
        return redirect("invoice")
    form.save(request)
    return redirect("invoices")


@login_required
def looked_at_first(request, invoice_id):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ verdict guarded
    form = MovingForm(request.POST, instance=invoice)
    if invoice.organization != request.user.organization:
        raise PermissionDenied()
    if form.is_valid():
        form.save(request)
    return redirect("invoices")


@login_required
def asked(request, invoice_id):
    invoice = get_object_or_404(Invoice, id=invoice_id)  #~ unscoped-lookup
    form = AskingForm(request.POST, instance=invoice)
    if form.is_valid():
        form.save(request)
    return redirect("invoices")
