"""Rows of a tenant that mention a person, who takes part in several."""

from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django_context_decorator import context

from prelude import Organization, User


class Talk(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    speakers = models.ManyToManyField(User, related_name="talks")


class Mail(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    receivers = models.ManyToManyField(User, related_name="mails")


class Speaker(TemplateView):
    def person(self):
        own = Talk.objects.filter(organization=self.request.user.organization)  #~ verdict scoped
        return get_object_or_404(User.objects.filter(talks__in=own), pk=self.kwargs["pk"])

    @cached_property
    def one(self):
        return self.person()

    @context
    def leaky(self):
        return self.one.mails.filter(sent=True)  #~ unscoped-list

    @context
    def safe(self):
        return self.one.mails.filter(organization=self.request.user.organization)  #~ verdict scoped

    @context
    def own(self):
        return self.request.user.mails.all()  #~ verdict scoped
