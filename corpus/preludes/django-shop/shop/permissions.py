from rest_framework.permissions import BasePermission

from shop.models import Membership


class IsMember(BasePermission):
    """The caller belongs to the organization that the URL names."""

    def has_permission(self, request, view):
        return Membership.objects.filter(
            organization_id=view.kwargs["organization_id"],
            user=request.user,
        ).exists()
