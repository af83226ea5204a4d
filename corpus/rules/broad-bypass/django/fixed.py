"""The tenant stays."""

from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["POST"])
def restore(request, pk):
    deleted = Contact.all_objects.filter(deleted_at__isnull=False, organization=request.user.organization)  #~ verdict scoped
    contact = deleted.get(pk=pk)
    contact.deleted_at = None
    contact.save(update_fields=["deleted_at"])
    return Response(status=204)
