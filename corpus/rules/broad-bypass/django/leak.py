"""Anybody restores anybody's contact."""

from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["POST"])
def restore(request, pk):
    contact = Contact.all_objects.get(pk=pk, deleted_at__isnull=False)  #~ broad-bypass
    contact.deleted_at = None
    contact.save(update_fields=["deleted_at"])
    return Response(status=204)
