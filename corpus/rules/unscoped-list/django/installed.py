"""Who sends the secret that the installation was set up with comes from those who run it. Another one of its settings proves nothing."""

from django.conf import settings
from django.http import HttpResponseForbidden, JsonResponse
from django.urls import path

from prelude import Invoice


def metrics(request):
    if request.headers.get("X-Metrics-Key") != settings.METRICS_KEY:
        return HttpResponseForbidden()
    return JsonResponse({"last": Invoice.objects.values_list("id", flat=True).last()})  #~ verdict scoped


def passed_by(request):
    if request.headers.get("X-Metrics-Key") != settings.METRICS_KEY:
        print("somebody")
    return JsonResponse({"last": Invoice.objects.values_list("id", flat=True).last()})  #~ unscoped-list


def named(request):
    if request.headers.get("X-Region") != settings.REGION:
        return HttpResponseForbidden()
    return JsonResponse({"last": Invoice.objects.values_list("id", flat=True).last()})  #~ unscoped-list


urlpatterns = [path("a", metrics), path("b", passed_by), path("c", named)]
