"""A base class's `dispatch`, a decorator, and an admin class that remembers the request."""

from functools import wraps

from django.contrib import admin
from django.http import JsonResponse
from django.urls import path
from django.views import View

from prelude import Invoice


class Store:
    organization = None
    rows = []


def with_organization(view):
    @wraps(view)
    def inner(request, *args, **kwargs):
        Store.organization = request.user.organization  #~ shared-tenant-state
        return view(request, *args, **kwargs)

    return inner


class Base(View):
    organization = None

    def dispatch(self, request, *args, **kwargs):
        Base.organization = request.user.organization  #~ shared-tenant-state
        self.organization = request.user.organization
        return super().dispatch(request, *args, **kwargs)


class Detail(Base):
    def get(self, request, pk):
        self.request = request
        Store.rows = list(Invoice.objects.filter(organization=request.user.organization))  #~ verdict scoped, shared-tenant-state
        invoice = Invoice.objects.get(pk=pk, organization=self.organization)  #~ verdict scoped
        return JsonResponse({"total": invoice.total})


@with_organization
def listing(request):
    return JsonResponse({})


class InvoiceAdmin(admin.ModelAdmin):
    def get_form(self, request, obj=None, **kwargs):
        self.request = request  #~ shared-tenant-state
        return super().get_form(request, obj, **kwargs)


class LineInline(admin.TabularInline):
    def get_formset(self, request, obj=None, **kwargs):
        # inlines are made for each request
        self.request = request
        return super().get_formset(request, obj, **kwargs)


urlpatterns = [path("invoices", listing), path("invoices/<int:pk>", Detail.as_view())]
