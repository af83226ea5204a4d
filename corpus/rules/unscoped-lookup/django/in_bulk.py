from rest_framework.decorators import api_view
from rest_framework.response import Response

from .prelude import Invoice


@api_view(["POST"])
def settle(request):
    own = Invoice.objects.filter(organization=request.user.organization, paid=False)  #~ verdict scoped
    settled = []
    for invoice in own:
        invoice.paid = True
        settled.append(invoice)
    # the rows that are changed are those that were read
    Invoice.objects.bulk_update(settled, ["paid"])
    return Response(len(settled))
