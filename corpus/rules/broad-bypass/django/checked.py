"""The unfiltered manager, and a check of the record."""

from django.core.exceptions import PermissionDenied
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["POST"])
def restore(request, pk):
    contact = Contact.all_objects.get(pk=pk, deleted_at__isnull=False)  #~ verdict guarded
    if contact.organization_id != request.user.organization_id:
        raise PermissionDenied
    contact.deleted_at = None
    contact.save(update_fields=["deleted_at"])
    return Response(status=204)
