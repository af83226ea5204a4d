"""By the manager that filters."""

from rest_framework.decorators import api_view
from rest_framework.response import Response

from prelude import Contact


@api_view(["GET"])
def find(request):
    contacts = Contact.objects.filter(email=request.query_params["email"])  #~ verdict filtered
    return Response([contact.email for contact in contacts])


@api_view(["GET"])
def show(request, pk):
    contact = Contact.objects.get(pk=pk)  #~ verdict filtered
    return Response({"email": contact.email})
