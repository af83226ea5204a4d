"""Each key says whose the entry is, or what it holds is nobody's."""

import hashlib
import json
from functools import lru_cache

from django.core.cache import cache
from redis import Redis
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact, Invoice, current_organization

redis_client = Redis()


def scoped(name):
    return f"{current_organization.get()}:{name}"


@api_view(["GET"])
def totals(request):
    key = f"invoice-totals:{request.user.organization_id}"
    found = cache.get(key)
    if found is None:
        rows = Invoice.objects.filter(organization=request.user.organization)  #~ verdict scoped
        found = [row.total for row in rows]
        cache.set(key, found, 300)
    return Response(found)


def remember(key, value):
    cache.set(key, value, timeout=60)


@api_view(["GET"])
def unpaid(request):
    found = list(Invoice.objects.filter(organization=request.user.organization, paid=False))  #~ verdict scoped
    remember(scoped("unpaid"), found)
    return Response(found)


@api_view(["GET"])
def one(request, pk):
    invoice = Invoice.objects.get(pk=pk, organization=request.user.organization)  #~ verdict scoped
    cache.set(f"invoice-total:{invoice.pk}", invoice.total)
    return Response(invoice.total)


@lru_cache
def has_contacts(organization_id):
    return Contact.objects.filter(organization_id=organization_id).exists()  #~ verdict filtered


@lru_cache
def rates(currency):
    return json.loads(redis_client.get(f"rates:{currency}"))


def is_new(organization_id, content):
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return redis_client.set(f"seen:{organization_id}:{digest}", "1", nx=True, ex=3600)


def take(job_id):
    # a lock, by the key of the one row
    return redis_client.set(f"lock:{job_id}", "1", nx=True)
