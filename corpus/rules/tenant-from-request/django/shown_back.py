"""What a serializer shows of the row that it wrote is not what was sent under that name."""

from rest_framework.decorators import api_view
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from django.urls import path

from prelude import Membership, Organization


class OrganizationSerializer(ModelSerializer):
    class Meta:
        model = Organization
        fields = ["id", "name"]


@api_view(["POST"])
def create(request):
    serializer = OrganizationSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    serializer.save()
    Membership.objects.create(organization_id=serializer.data["id"], user=request.user)  #~ verdict unknown
    return Response(serializer.data)


@api_view(["POST"])
def join(request):
    Membership.objects.create(organization_id=request.data["id"], user=request.user)  #~ tenant-from-request
    return Response({})


urlpatterns = [path("a", create), path("b", join)]
