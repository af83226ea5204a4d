"""A column may be called as the inner class calls what is no entity of its own."""

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import JsonResponse
from django.urls import path

from prelude import Organization


class Talk(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    abstract = models.TextField()
    proxy = models.CharField(max_length=20)


class Review(models.Model):
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE)


class Dated(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    class Meta:
        abstract = True


@login_required
def talk(request, pk):
    found = Talk.objects.get(pk=pk)  #~ unscoped-lookup
    return JsonResponse({"abstract": found.abstract})


@login_required
def own(request):
    reviews = Review.objects.filter(talk__organization=request.user.organization)  #~ verdict scoped
    return JsonResponse({"reviews": [review.pk for review in reviews]})


urlpatterns = [path("a/<int:pk>/", talk), path("b", own)]
