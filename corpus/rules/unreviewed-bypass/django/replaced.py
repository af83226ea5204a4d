"""The tenant stands in the query itself, or is checked after it."""

from django.http import Http404
from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["GET"])
def find(request):
    own = Contact.all_objects.filter(organization_id=request.user.organization_id)  #~ verdict scoped
    contacts = own.filter(email=request.query_params["email"])
    return Response([contact.email for contact in contacts])


@api_view(["GET"])
def show(request, pk):
    contact = Contact._base_manager.get(pk=pk)  #~ verdict guarded
    if contact.organization_id != request.user.organization_id:
        raise Http404
    return Response({"email": contact.email})
