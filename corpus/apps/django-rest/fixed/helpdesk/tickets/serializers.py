from rest_framework import serializers

from helpdesk.tickets.models import CannedReply, Comment, Ticket


class TicketSerializer(serializers.ModelSerializer):
    class Meta:
        model = Ticket
        fields = ["id", "subject", "body", "requester_email", "status", "created_at", "closed_at"]
        read_only_fields = ["status", "created_at", "closed_at"]


class CommentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Comment
        fields = ["id", "text", "internal", "created_at"]
        read_only_fields = ["created_at"]


class CannedReplySerializer(serializers.ModelSerializer):
    class Meta:
        model = CannedReply
        fields = ["id", "title", "text"]


class MergeSerializer(serializers.Serializer):
    target = serializers.UUIDField()
