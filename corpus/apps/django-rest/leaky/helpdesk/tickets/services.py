from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from helpdesk.tickets.models import Comment, Ticket
from helpdesk.workspaces.models import WorkspaceMember


def membership_for(user, workspace_id):
    member = WorkspaceMember.objects.filter(user=user, workspace_id=workspace_id).first()
    if member is None:
        raise PermissionDenied("not a member of this workspace")
    return member


def merge_tickets(source_id, target_id, workspace_id):
    source = Ticket.objects.get(id=source_id)  #~ check-against-request
    target = Ticket.objects.get(id=target_id)  #~ check-against-request
    if source.workspace_id != workspace_id or target.workspace_id != workspace_id:
        raise PermissionDenied("tickets of another workspace")
    with transaction.atomic():
        for comment in source.comments.all():
            comment.ticket = target
            comment.save(update_fields=["ticket"])
        source.status = Ticket.CLOSED
        source.closed_at = timezone.now()
        source.save(update_fields=["status", "closed_at"])


def attachment_link(attachment, storage):
    return storage.signed_url(attachment.storage_path, filename=attachment.name)


def response_times(workspace_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, avg(closed_at - created_at) FROM tickets_ticket WHERE workspace_id = %s GROUP BY status", [workspace_id])  #~ verdict scoped
        return dict(cursor.fetchall())


def busiest_requesters(since):
    with connection.cursor() as cursor:
        cursor.execute("SELECT requester_email, count(*) FROM tickets_ticket WHERE created_at > %s GROUP BY requester_email", [since])  #~ unscoped-sql
        return cursor.fetchall()


def purge_closed(workspace, before):
    Comment.objects.filter(ticket__workspace=workspace, ticket__closed_at__lt=before).delete()  #~ verdict scoped
    Ticket.objects.filter(workspace=workspace, status=Ticket.CLOSED, closed_at__lt=before).delete()  #~ verdict scoped
