from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import path

from prelude import Invoice, User


# the caller's own row, read again
def own(request):
    user = get_object_or_404(User, pk=request.user.pk)
    if not user.is_superuser:
        raise PermissionDenied
    return render(request, "invoices.html", {"rows": Invoice.objects.filter(paid=True)})  #~ verdict scoped


# somebody of the caller's organization may run the installation; the caller need not
def named(request, person):
    user = get_object_or_404(User, pk=person, organization=request.user.organization)
    if not user.is_superuser:
        raise PermissionDenied
    return render(request, "invoices.html", {"rows": Invoice.objects.filter(paid=True)})  #~ unscoped-list


urlpatterns = [path("own", own), path("named/<int:person>", named)]
