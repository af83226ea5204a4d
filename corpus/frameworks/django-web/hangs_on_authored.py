"""What is written about what everybody reads is meant for more than who wrote it. What hangs on nothing of the kind, and what most ask for by whose it is, is not."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path


class User(AbstractUser):
    pass


class Post(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    title = models.TextField()


class Comment(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    post = models.ForeignKey(Post, on_delete=models.CASCADE)


class Bookmark(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)
    post = models.ForeignKey(Post, on_delete=models.CASCADE)


class Letter(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE)


def shown(row):
    return JsonResponse({"id": row.id})


@login_required
def own_post(request, pk):
    return shown(get_object_or_404(Post, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def post_0(request, pk):
    return shown(get_object_or_404(Post, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def post_1(request, pk):
    return shown(get_object_or_404(Post, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def post_2(request, pk):
    return shown(get_object_or_404(Post, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def post_3(request, pk):
    return shown(get_object_or_404(Post, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def post_4(request, pk):
    return shown(get_object_or_404(Post, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def comment_0(request, pk):
    return shown(get_object_or_404(Comment, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def comment_1(request, pk):
    return shown(get_object_or_404(Comment, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def comment_2(request, pk):
    return shown(get_object_or_404(Comment, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def comment_3(request, pk):
    return shown(get_object_or_404(Comment, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def comment_4(request, pk):
    return shown(get_object_or_404(Comment, pk=pk))  #~ unscoped-lookup pedantic


@login_required
def own_comment_0(request, pk):
    return shown(get_object_or_404(Comment, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_comment_1(request, pk):
    return shown(get_object_or_404(Comment, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_comment_2(request, pk):
    return shown(get_object_or_404(Comment, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_comment_3(request, pk):
    return shown(get_object_or_404(Comment, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def letter_0(request, pk):
    return shown(get_object_or_404(Letter, pk=pk))  #~ unscoped-lookup


@login_required
def letter_1(request, pk):
    return shown(get_object_or_404(Letter, pk=pk))  #~ unscoped-lookup


@login_required
def letter_2(request, pk):
    return shown(get_object_or_404(Letter, pk=pk))  #~ unscoped-lookup


@login_required
def letter_3(request, pk):
    return shown(get_object_or_404(Letter, pk=pk))  #~ unscoped-lookup


@login_required
def letter_4(request, pk):
    return shown(get_object_or_404(Letter, pk=pk))  #~ unscoped-lookup


@login_required
def own_letter_0(request, pk):
    return shown(get_object_or_404(Letter, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_letter_1(request, pk):
    return shown(get_object_or_404(Letter, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_letter_2(request, pk):
    return shown(get_object_or_404(Letter, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_letter_3(request, pk):
    return shown(get_object_or_404(Letter, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def bookmark(request, pk):
    return shown(get_object_or_404(Bookmark, pk=pk))  #~ unscoped-lookup


@login_required
def own_bookmark_0(request, pk):
    return shown(get_object_or_404(Bookmark, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_bookmark_1(request, pk):
    return shown(get_object_or_404(Bookmark, pk=pk, author=request.user))  #~ verdict scoped


@login_required
def own_bookmark_2(request, pk):
    return shown(get_object_or_404(Bookmark, pk=pk, author=request.user))  #~ verdict scoped


urlpatterns = [path("own/<int:pk>", own_post)]
urlpatterns += [path("post_0/<int:pk>", post_0), path("post_1/<int:pk>", post_1), path("post_2/<int:pk>", post_2), path("post_3/<int:pk>", post_3)]
urlpatterns += [path("post_4/<int:pk>", post_4), path("comment_0/<int:pk>", comment_0), path("comment_1/<int:pk>", comment_1), path("comment_2/<int:pk>", comment_2)]
urlpatterns += [path("comment_3/<int:pk>", comment_3), path("comment_4/<int:pk>", comment_4), path("own_comment_0/<int:pk>", own_comment_0), path("own_comment_1/<int:pk>", own_comment_1)]
urlpatterns += [path("own_comment_2/<int:pk>", own_comment_2), path("own_comment_3/<int:pk>", own_comment_3), path("letter_0/<int:pk>", letter_0), path("letter_1/<int:pk>", letter_1)]
urlpatterns += [path("letter_2/<int:pk>", letter_2), path("letter_3/<int:pk>", letter_3), path("letter_4/<int:pk>", letter_4), path("own_letter_0/<int:pk>", own_letter_0)]
urlpatterns += [path("own_letter_1/<int:pk>", own_letter_1), path("own_letter_2/<int:pk>", own_letter_2), path("own_letter_3/<int:pk>", own_letter_3), path("bookmark/<int:pk>", bookmark)]
urlpatterns += [path("own_bookmark_0/<int:pk>", own_bookmark_0), path("own_bookmark_1/<int:pk>", own_bookmark_1), path("own_bookmark_2/<int:pk>", own_bookmark_2)]
