from datetime import timedelta

from django.core.files.storage import default_storage
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import status, viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from helpdesk.tickets import services
from helpdesk.tickets.models import Attachment, CannedReply, Comment, Ticket
from helpdesk.tickets.serializers import (
    CannedReplySerializer,
    CommentSerializer,
    MergeSerializer,
    TicketSerializer,
)
from helpdesk.workspaces.permissions import IsWorkspaceAdmin, IsWorkspaceMember


class TicketViewSet(viewsets.ModelViewSet):
    serializer_class = TicketSerializer
    permission_classes = [IsAuthenticated, IsWorkspaceMember]

    def get_queryset(self):
        return Ticket.objects.in_workspace(self.kwargs["workspace_id"]).order_by("-created_at")

    def perform_create(self, serializer):
        serializer.save(workspace_id=self.kwargs["workspace_id"])

    @action(detail=True, methods=["post"])
    def close(self, request, workspace_id, pk=None):
        ticket = get_object_or_404(Ticket, pk=pk, workspace_id=workspace_id)  #~ verdict scoped
        ticket.status = Ticket.CLOSED
        ticket.closed_at = timezone.now()
        ticket.save(update_fields=["status", "closed_at"])
        return Response(self.get_serializer(ticket).data)


class CommentListView(APIView):
    permission_classes = [IsAuthenticated, IsWorkspaceMember]

    def get(self, request, workspace_id, ticket_id):
        comments = Comment.objects.filter(ticket_id=ticket_id, ticket__workspace_id=workspace_id).order_by("created_at")  #~ verdict scoped
        return Response(CommentSerializer(comments, many=True).data)

    def post(self, request, workspace_id, ticket_id):
        ticket = get_object_or_404(Ticket, pk=ticket_id, workspace_id=workspace_id)  #~ verdict scoped
        serializer = CommentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save(ticket=ticket)
        return Response(serializer.data, status=status.HTTP_201_CREATED)


class CommentDetailView(APIView):
    permission_classes = [IsAuthenticated, IsWorkspaceMember]

    def delete(self, request, workspace_id, ticket_id, comment_id):
        comment = Comment.objects.get(pk=comment_id)  #~ untied-child
        comment.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class CannedReplyView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request):
        replies = CannedReply.objects.filter(workspace_id=request.query_params["workspace"])  #~ tenant-from-request
        return Response(CannedReplySerializer(replies, many=True).data)


class CannedReplySearchView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request):
        replies = CannedReply.objects.filter(title__icontains=request.query_params.get("q", ""))  #~ unscoped-list
        return Response(CannedReplySerializer(replies, many=True).data)


class ReportView(APIView):
    permission_classes = [IsAuthenticated, IsWorkspaceAdmin]

    def get(self, request, workspace_id):
        since = timezone.now() - timedelta(days=30)
        return Response(
            {
                "response_times": services.response_times(workspace_id),
                "requesters": services.busiest_requesters(since),
            }
        )


@api_view(["POST"])
@permission_classes([IsAuthenticated])
def merge(request, ticket_id):
    serializer = MergeSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    payload = serializer.validated_data
    services.merge_tickets(ticket_id, payload["target"], payload["workspace"])
    return Response(status=status.HTTP_204_NO_CONTENT)


@api_view(["GET"])
@permission_classes([IsAuthenticated])
def download(request, attachment_id):
    attachment = Attachment.objects.select_related("ticket").get(pk=attachment_id)  #~ unscoped-lookup
    return Response({"url": services.attachment_link(attachment, default_storage)})
