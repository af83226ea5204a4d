"""Rows that are found by the code that was handed to whom they are for, and a refusal that says why."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import JsonResponse
from django.urls import path

from prelude import Organization, User


class SiteInvite(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    code = models.CharField(max_length=32)


class Product(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    code = models.CharField(max_length=32)


@login_required
def join(request, code):
    invite = SiteInvite.objects.get(code=code)  #~ verdict scoped
    return JsonResponse({"organization": invite.organization_id})


@login_required
def show(request, code):
    product = Product.objects.get(code=code)  #~ unscoped-lookup
    return JsonResponse({"organization": product.organization_id})


def find(user, pk):
    product = Product.objects.filter(pk=pk).first()
    if product is None:
        return False, "no such product"
    if product.code == "":
        return False, f"{product.code} is not complete"
    if product.organization_id != user.organization_id:
        return False, f"{product.code} is another organization's"
    return True, product


@login_required
def refused(request, pk):
    found, product = find(request.user, pk)  #~ verdict guarded
    if not found:
        raise PermissionDenied
    return JsonResponse({"code": product.code})


urlpatterns = [path("a/<str:code>", join), path("b/<str:code>", show), path("c/<int:pk>", refused)]
