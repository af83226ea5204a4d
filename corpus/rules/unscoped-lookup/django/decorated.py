"""Decorators of the project: what holds where they call the view holds in it."""

from functools import wraps

from django.http import JsonResponse
from guards import user_is_authorized
from django.urls import path

from prelude import Invoice, Line


def keeps_to_own(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not Invoice.objects.filter(pk=kwargs.get("pk"), organization=request.user.organization).exists():  #~ verdict scoped
            return JsonResponse({}, status=404)
        return view(request, *args, **kwargs)

    return wrapper


def keeps(**given):
    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            invoice = Invoice.objects.get(pk=kwargs["pk"], organization=request.user.organization)  #~ verdict scoped
            kwargs["invoice"] = invoice
            return view(request, **kwargs)

        return wrapper

    return decorator


def counts(view):
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        request.META["n"] = 1
        return view(request, *args, **kwargs)

    return wrapper


@keeps_to_own
def checked(request, pk):
    return Invoice.objects.get(pk=pk).total  #~ verdict scoped


@keeps(strict=True)
def handed(request, pk, invoice):
    return Line.objects.filter(invoice=invoice).first()  #~ verdict scoped


@counts
def counted(request, pk):
    return Invoice.objects.get(pk=pk).total  #~ unscoped-lookup


@user_is_authorized(Invoice, "view", "pk")
def named(request, pk):
    return Invoice.objects.get(pk=pk).total  #~ verdict scoped


@user_is_authorized(Invoice, "view", "pk")
def another(request, pk, line):
    return Line.objects.get(pk=line).amount  #~ unscoped-lookup


urlpatterns = [path("a/<int:pk>", checked), path("b/<int:pk>", handed), path("c/<int:pk>", counted), path("d/<int:pk>", named), path("e/<int:pk>", another)]
