"""What runs in front of every view finds the view's name in a table and checks what the row there says; what no row names is open."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View

from prelude import Invoice, Line, Membership

CHECKS = {
    "view_invoice": [("object", Invoice, "view", "invoice_id")],
    "edit_invoice": [("object", Invoice, "edit", "invoice_id")],
    "invoice_lines": [("object", Invoice, "view", "invoice_id")],
    "reports": [("global", "view")],
}


def check_permission_or_403(user, record, permission):
    if not Membership.objects.filter(user=user, organization=record.organization).exists():
        raise PermissionDenied


class CheckMiddleware:
    def process_view(self, request, view_func, view_args, view_kwargs):
        for kind, *rest in CHECKS.get(request.resolver_match.url_name, []):
            if kind == "object":
                model, permission, name = rest
                record = get_object_or_404(model, pk=view_kwargs[name])
                check_permission_or_403(request.user, record, permission)


@login_required
def view_invoice(request, invoice_id):
    return get_object_or_404(Invoice, pk=invoice_id)  #~ verdict scoped


class Lines(View):
    def get(self, request, invoice_id, line_id):
        return get_object_or_404(Line, pk=line_id, invoice_id=invoice_id)  #~ verdict scoped


# no row is called like it
@login_required
def pay_invoice(request, invoice_id):
    return get_object_or_404(Invoice, pk=invoice_id)  #~ unscoped-lookup


# the row names nothing of the route
@login_required
def reports(request, invoice_id):
    return get_object_or_404(Invoice, pk=invoice_id)  #~ unscoped-lookup


# of the two ways to it one is in no row
@login_required
def edit_invoice(request, invoice_id):
    return get_object_or_404(Invoice, pk=invoice_id)  #~ unscoped-lookup


urlpatterns = [
    path("invoices/<int:invoice_id>", view_invoice, name="view_invoice"),
    path("invoices/<int:invoice_id>/lines/<int:line_id>", Lines.as_view(), name="invoice_lines"),
    path("invoices/<int:invoice_id>/pay", pay_invoice, name="pay_invoice"),
    path("reports/<int:invoice_id>", reports, name="reports"),
    path("invoices/<int:invoice_id>/edit", edit_invoice, name="edit_invoice"),
    path("old/<int:invoice_id>/edit", edit_invoice, name="old_edit_invoice"),
]
