import uuid

from django.conf import settings
from django.db import models


class Workspace(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    retention_days = models.PositiveIntegerField(default=365)

    def __str__(self):
        return self.name


class WorkspaceMember(models.Model):
    AGENT = "agent"
    ADMIN = "admin"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(AGENT, "Agent"), (ADMIN, "Admin")], default=AGENT)

    class Meta:
        unique_together = [("workspace", "user")]
