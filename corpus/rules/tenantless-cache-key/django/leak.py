"""The first tenant to ask fills the entry, and the next one gets it."""

import hashlib
import json
from functools import lru_cache

from django.core.cache import cache
from redis import Redis
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact, Invoice, current_organization

redis_client = Redis()


@api_view(["GET"])
def totals(request):
    found = cache.get("invoice-totals")
    if found is None:
        rows = Invoice.objects.filter(organization=request.user.organization)  #~ verdict scoped
        found = [row.total for row in rows]
        cache.set("invoice-totals", found, 300)  #~ tenantless-cache-key
    return Response(found)


@api_view(["GET"])
def of_month(request):
    month = request.GET["month"]
    key = f"invoices:{month}"  #~ tenantless-cache-key
    found = cache.get(key)
    if found is None:
        found = list(Invoice.objects.filter(organization=request.user.organization, month=month))  #~ verdict scoped
        cache.set(key, found)
    return Response(found)


def remember(key, value):
    cache.set(key, value, timeout=60)


@api_view(["GET"])
def unpaid(request):
    found = list(Invoice.objects.filter(organization=request.user.organization, paid=False))  #~ verdict scoped
    remember("unpaid", found)  #~ tenantless-cache-key
    return Response(found)


@api_view(["GET"])
def contacts(request):
    # the manager keeps to the caller's rows, which the key does not say
    found = list(Contact.objects.all())  #~ verdict filtered
    cache.set("contacts", found)  #~ tenantless-cache-key
    return Response(found)


@lru_cache
def has_contacts():  #~ tenantless-cache-key
    return Contact.objects.exists()  #~ verdict filtered


def get_current_organization():
    return current_organization.get()


@lru_cache(maxsize=256)
def setting(name):  #~ tenantless-cache-key
    return json.loads(redis_client.get(f"settings:{get_current_organization()}"))[name]


def is_new(content):
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return redis_client.set(f"seen:{digest}", "1", nx=True, ex=3600)  #~ tenantless-cache-key
