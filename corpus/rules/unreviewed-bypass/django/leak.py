"""Two ways around the manager."""

from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["GET"])
def find(request):
    contacts = Contact.all_objects.filter(email=request.query_params["email"])  #~ unreviewed-bypass
    return Response([contact.email for contact in contacts])


@api_view(["GET"])
def show(request, pk):
    contact = Contact._base_manager.get(pk=pk)  #~ unreviewed-bypass
    return Response({"email": contact.email})
