"""The object whose field is asked for was given out by another resolver: no request names it. What the field takes is the request's."""

import graphene
from django.contrib.auth.models import AbstractUser
from django.db import models
from promise.dataloader import DataLoader


class Company(models.Model):
    name = models.CharField(max_length=10)


class User(AbstractUser):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)


class Order(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)


class LinesByOrder(DataLoader):
    def __init__(self, context):
        super().__init__()
        self.context = context


class OrderType(graphene.ObjectType):
    lines = graphene.List(graphene.ID)

    @staticmethod
    def resolve_lines(root, info):
        return Line.objects.filter(order_id=root.id)  #~ verdict unknown

    @classmethod
    def resolve_first(cls, order, info):
        return Line.objects.filter(order_id=order.node.id).first()  #~ verdict unknown

    @staticmethod
    def resolve_line(root, info, id):
        return Line.objects.get(pk=id)  #~ unscoped-lookup

    @staticmethod
    def resolve_others(root, info):
        lines = LinesByOrder(info.context).load(root.id).get()
        return Line.objects.filter(order_id=lines[0].order_id)  #~ verdict unknown


class Query(graphene.ObjectType):
    order = graphene.Field(OrderType, id=graphene.ID())

    @staticmethod
    def resolve_order(_root, info, id):
        return Order.objects.get(pk=id)  #~ unscoped-lookup

    @staticmethod
    def resolve_own_order(_root, info, id):
        return Order.objects.get(pk=id, company_id=info.context.user.company_id)  #~ verdict scoped
