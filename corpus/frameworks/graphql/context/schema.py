"""Who asks may stand in the context under a text."""

from ariadne import QueryType
from django.contrib.auth.models import AbstractUser
from django.db import models


class Company(models.Model):
    name = models.CharField(max_length=10)


class User(AbstractUser):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)


class Order(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)


query = QueryType()


@query.field("order")
def resolve_order(_, info, id):
    return Order.objects.get(pk=id)  #~ unscoped-lookup


@query.field("ownOrder")
def resolve_own_order(_, info, id):
    user = info.context["user"]
    return Order.objects.get(pk=id, company_id=user.company_id)  #~ verdict scoped


# what was sent is only called so
@query.field("claimedOrder")
def resolve_claimed_order(_, info, id, data):
    request = data["request"]
    return Order.objects.get(pk=id, company_id=request["user"])  #~ tenant-from-request
