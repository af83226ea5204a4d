"""What forms look at and save runs behind the views that name them."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.shortcuts import get_object_or_404
from replicas import from_replica


class User(AbstractUser):
    pass


class Organization(models.Model):
    name = models.CharField(max_length=20)
    members = models.ManyToManyField(User)


class Build(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)


class Card(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    build = models.ForeignKey(Build, on_delete=models.CASCADE)


class CardForm(forms.ModelForm):
    other = forms.IntegerField()
    number = forms.IntegerField()

    class Meta:
        model = Card
        fields = ("build",)

    def __init__(self, *args, organization, user, **kwargs):
        self.organization = organization
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_other(self):
        return Build.objects.get(pk=self.cleaned_data["other"])  #~ unscoped-lookup

    # the field has found the row
    def clean_build(self):
        return Card.objects.filter(build=self.cleaned_data["build"]).first()  #~ verdict unknown

    def clean(self):
        Build.objects.get(pk=self.data.get("other"), organization=self.organization)  #~ verdict unknown
        Build.objects.visible_to(self.user).first()  #~ verdict unknown
        from_replica(Build.objects).filter(organization=self.organization).first()  #~ verdict unknown
        return super().clean()

    def save(self, commit=True):
        card = super().save(commit=commit)
        Card.objects.filter(pk=card.pk).update(build=None)  #~ verdict scoped
        build = get_object_or_404(Build, pk=self.cleaned_data["number"])  #~ unscoped-lookup
        build.delete()
        return card


@login_required
def edit(request, pk):
    organization = Organization.objects.get(members=request.user)
    card = get_object_or_404(Card, pk=pk, organization=organization)  #~ verdict scoped
    form = CardForm(request.POST, instance=card, organization=organization, user=request.user)
    if form.is_valid():
        form.save()
