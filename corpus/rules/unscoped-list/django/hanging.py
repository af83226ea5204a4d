"""Rows that hang on one row of what nobody owns are not those of all tenants; rows that the code names one for are."""

from django.db import models
from django.http import JsonResponse
from django.urls import path

from prelude import Organization


class Country(models.Model):
    name = models.CharField(max_length=100)


class Office(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    country = models.ForeignKey(Country, on_delete=models.CASCADE)


def in_country(request, pk):
    country = Country.objects.get(pk=pk)
    offices = Office.objects.filter(country=country)  #~ verdict unknown
    return JsonResponse({"country": country.name, "offices": list(offices)})


def in_first(request):
    offices = Office.objects.filter(country=1)  #~ unscoped-list
    return JsonResponse({"offices": list(offices)})


urlpatterns = [path("countries/<int:pk>", in_country), path("first", in_first)]
