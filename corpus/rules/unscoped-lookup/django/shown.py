"""One row of a person whom the request names by key is shown with what names the person; who may be seen is found through a membership."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from prelude import Membership, User


@login_required
def anybody(request, user_id):
    user = get_object_or_404(User, pk=user_id)  #~ unscoped-lookup
    return JsonResponse({"email": user.email, "name": user.first_name})


@login_required
def member(request, user_id):
    own = request.user.organization
    membership = get_object_or_404(Membership, organization=own, user_id=user_id)  #~ verdict scoped
    return JsonResponse({"email": membership.user.email})


@login_required
def myself(request):
    user = get_object_or_404(User, pk=request.user.pk)
    return JsonResponse({"email": user.email})


# nothing of what names the person is handed out
@login_required
def exists(request, user_id):
    user = get_object_or_404(User, pk=user_id)
    return JsonResponse({"theme": user.theme})


urlpatterns = [
    path("users/<int:user_id>", anybody),
    path("members/<int:user_id>", member),
    path("me", myself),
    path("themes/<int:user_id>", exists),
]
