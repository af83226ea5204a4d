"""An entity that is named by a text is that entity."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path


@login_required
def by_two(request, pk):
    model = apps.get_model("shop", "Invoice")
    return JsonResponse({"total": model.objects.get(pk=pk).total})  #~ unscoped-lookup


@login_required
def by_one(request, pk):
    model = apps.get_model("shop.Invoice")
    invoice = model.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped
    return JsonResponse({"total": invoice.total})


urlpatterns = [path("two/<int:pk>", by_two), path("one/<int:pk>", by_one)]
