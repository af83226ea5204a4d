"""A check that is written for rows of any kind is left where a row can belong to nobody: those that have an owner are checked."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponse
from django.urls import path

from prelude import Organization


class Kept(models.Model):
    class Meta:
        abstract = True

    def stop_others(self, organization_id):
        if not hasattr(self, "organization"):
            return
        if self.organization_id == organization_id:
            return
        raise PermissionDenied


class Note(Kept):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)


class Remark(Kept):
    note = models.ForeignKey(Note, on_delete=models.CASCADE)


class Comment(Kept):
    note = models.ForeignKey(Note, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    def stop_others(self, organization_id):
        if self.note.organization_id == organization_id:
            return
        super().stop_others(organization_id)


def drop_note(request, pk):
    note = Note.objects.get(pk=pk)  #~ verdict guarded
    note.stop_others(request.user.organization_id)
    note.delete()
    return HttpResponse()


def drop_comment(request, pk):
    comment = Comment.objects.get(pk=pk)  #~ verdict guarded
    comment.stop_others(request.user.organization_id)
    comment.delete()
    return HttpResponse()


# it has no such column, and nothing is asked of it
def drop_remark(request, pk):
    remark = Remark.objects.get(pk=pk)  #~ unscoped-lookup
    remark.stop_others(request.user.organization_id)
    remark.delete()
    return HttpResponse()


# that a row may be anybody's says nothing of one that has an owner
def drop_any(request, pk):
    note = Note.objects.get(pk=pk)  #~ open-check
    if hasattr(note, "organization") and note.organization_id != request.user.organization_id:
        print("not theirs")
    note.delete()
    return HttpResponse()


urlpatterns = [
    path("notes/<int:pk>", drop_note),
    path("comments/<int:pk>", drop_comment),
    path("remarks/<int:pk>", drop_remark),
    path("any/<int:pk>", drop_any),
]
