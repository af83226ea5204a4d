from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from helpdesk.tickets import services
from helpdesk.workspaces.models import Workspace


@shared_task
def apply_retention():
    for workspace in Workspace.objects.iterator():
        before = timezone.now() - timedelta(days=workspace.retention_days)
        services.purge_closed(workspace, before)
