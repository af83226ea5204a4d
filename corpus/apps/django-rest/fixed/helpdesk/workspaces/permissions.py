from rest_framework.permissions import BasePermission

from helpdesk.workspaces.models import WorkspaceMember


class IsWorkspaceMember(BasePermission):
    """The caller belongs to the workspace that the URL names."""

    def has_permission(self, request, view):
        return WorkspaceMember.objects.filter(
            workspace_id=view.kwargs["workspace_id"],
            user=request.user,
        ).exists()


class IsWorkspaceAdmin(BasePermission):
    def has_permission(self, request, view):
        return WorkspaceMember.objects.filter(
            workspace_id=view.kwargs["workspace_id"],
            user=request.user,
            role=WorkspaceMember.ADMIN,
        ).exists()
