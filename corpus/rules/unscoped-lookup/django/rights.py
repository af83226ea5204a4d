"""Where rows belong to persons alone, those with a right that the code names are spared what restricts everybody else."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import JsonResponse
from django.urls import path


class Author(AbstractBaseUser):
    level = models.CharField(max_length=20)


class Draft(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)


def effective_permissions(user):
    granted = set()
    for part in user.level.split(","):
        granted.add(part.strip())
    return granted


def seen_by(drafts, user):
    effective = effective_permissions(user)
    if "drafts" in effective:
        return drafts.filter(kind="memo")
    return drafts.filter(author=user)


def seen_by_kind(drafts, author):
    if "memo" in author.level.split(","):
        print("a memo")
    return drafts.filter(kind="memo")


def spared(request, pk):
    draft = seen_by(Draft.objects.filter(pk=pk), request.user).get()  #~ verdict scoped
    return JsonResponse({"kind": draft.kind})


def unspared(request, pk):
    draft = seen_by_kind(Draft.objects.filter(pk=pk), request.user).get()  #~ unscoped-lookup
    return JsonResponse({"kind": draft.kind})


class Post(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)

    def stop_others(self, viewer):
        if self.author == viewer or viewer.has_perm("blog.moderate_post"):
            return
        raise ValueError


def moderated(request, pk):
    post = Post.objects.get(pk=pk)  #~ verdict guarded
    post.stop_others(request.user)
    post.delete()
    return JsonResponse({})


urlpatterns = [path("a/<int:pk>", spared), path("b/<int:pk>", unspared), path("c/<int:pk>", moderated)]
