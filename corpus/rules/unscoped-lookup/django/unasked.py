"""Of the views that one file registers nearly all ask who calls. One that does not is meant for anybody: what it reads may be public, and
what it changes is not."""

from django.http import JsonResponse
from django.urls import path

from prelude import Invoice


def own(request, pk):
    invoice = Invoice.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped
    return JsonResponse({"invoice": invoice.pk})


def own_a(request, pk):
    return own(request, pk)

def own_b(request, pk):
    return own(request, pk)

def own_c(request, pk):
    return own(request, pk)

def own_d(request, pk):
    return own(request, pk)

def own_e(request, pk):
    return own(request, pk)

def own_f(request, pk):
    return own(request, pk)

def own_g(request, pk):
    return own(request, pk)

def own_h(request, pk):
    return own(request, pk)

def own_i(request, pk):
    return own(request, pk)

def own_j(request, pk):
    return own(request, pk)

def own_k(request, pk):
    return own(request, pk)

def own_l(request, pk):
    return own(request, pk)


def shown(request, pk):
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup pedantic
    return JsonResponse({"invoice": invoice.pk})


def paid(request, pk):
    Invoice.objects.filter(pk=pk).update(paid=True)  #~ unscoped-write
    return JsonResponse({})


def somebodys(request, pk):
    print(request.user)
    invoice = Invoice.objects.get(pk=pk)  #~ unscoped-lookup
    return JsonResponse({"invoice": invoice.pk})


urlpatterns = [
    path("own/a/<int:pk>", own_a),
    path("own/b/<int:pk>", own_b),
    path("own/c/<int:pk>", own_c),
    path("own/d/<int:pk>", own_d),
    path("own/e/<int:pk>", own_e),
    path("own/f/<int:pk>", own_f),
    path("own/g/<int:pk>", own_g),
    path("own/h/<int:pk>", own_h),
    path("own/i/<int:pk>", own_i),
    path("own/j/<int:pk>", own_j),
    path("own/k/<int:pk>", own_k),
    path("own/l/<int:pk>", own_l),
    path("anybody/<int:pk>", shown),
    path("anybody/<int:pk>/pay", paid),
    path("somebody/<int:pk>", somebodys),
]
