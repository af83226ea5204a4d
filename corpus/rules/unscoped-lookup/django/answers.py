"""A row that comes with a word on whether it is there, and answers that refuse by a constant or a status beside them."""

from django.urls import path

from prelude import Invoice


class Codes:
    NOT_AUTHORIZED_ERROR = 109


def find(key):
    invoice = Invoice.objects.filter(pk=key).first()
    if invoice:
        return True, invoice
    return False, None


def answer(data, message="", code=0):
    return {"data": data, "message": message, "code": code}


def compared(request, pk):
    there, invoice = find(pk)  #~ verdict guarded
    if not there or invoice.organization_id != request.user.organization_id:
        return answer(False, "not yours", code=Codes.NOT_AUTHORIZED_ERROR)
    return answer(invoice.total)


def beside(request, pk):
    there, invoice = find(pk)  #~ verdict guarded
    if not there or invoice.organization_id != request.user.organization_id:
        return answer(False), 404
    return answer(invoice.total), 200


def there_alone(request, pk):
    there, invoice = find(pk)  #~ unscoped-lookup
    if not there:
        return answer(False, "missing", code=Codes.NOT_AUTHORIZED_ERROR)
    return answer(invoice.total)


urlpatterns = [path("a/<int:pk>", compared), path("b/<int:pk>", beside), path("c/<int:pk>", there_alone)]
