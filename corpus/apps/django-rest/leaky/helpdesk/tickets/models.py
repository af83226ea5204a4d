import uuid

from django.db import models
from django.utils import timezone

from helpdesk.workspaces.models import Workspace


class TicketQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Ticket.OPEN)

    def in_workspace(self, workspace_id):
        return self.filter(workspace_id=workspace_id)


class Ticket(models.Model):
    OPEN = "open"
    CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tickets")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    requester_email = models.EmailField()
    status = models.CharField(max_length=16, default=OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()


class Comment(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    internal = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)


class Attachment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    storage_path = models.CharField(max_length=400)


class CannedReply(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="canned_replies")
    title = models.CharField(max_length=120)
    text = models.TextField()
