"""What serializers do with what was sent runs behind the views that name them: those say who calls, and look at the route."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from rest_framework import serializers, viewsets
from rest_framework.permissions import IsAdminUser, IsAuthenticated


class User(AbstractUser):
    pass


class Organization(models.Model):
    name = models.CharField(max_length=20)


class Project(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    users = models.ManyToManyField(User)


class Build(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE)


# nothing hangs on it: it is no tenant, but belongs to those whom it lists
class Remote(models.Model):
    users = models.ManyToManyField(User)
    url = models.CharField(max_length=20)


class Card(models.Model):
    number = models.CharField(max_length=20)
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    builds = models.ManyToManyField(Build)


class CardSerializer(serializers.ModelSerializer):
    build = serializers.IntegerField()
    remote = serializers.CharField()

    class Meta:
        model = Card
        fields = ("number", "build", "project")

    def validate_number(self, value):
        if Card.objects.filter(number=value).exists():  #~ verdict guarded
            raise serializers.ValidationError("taken")
        # it only asks
        Card.objects.get(pk=value)  #~ unscoped-lookup pedantic
        return value

    def validate_build(self, value):
        return Build.objects.get(pk=value)  #~ unscoped-lookup

    # the field that took it has found the row
    def validate_project(self, value):
        if Build.objects.filter(project=value).first() is None:  #~ verdict unknown
            raise serializers.ValidationError("empty")
        return value

    def validate(self, attrs):
        query = Q(url=attrs["remote"])
        attrs["remote"] = Remote.objects.get(query)  #~ unscoped-lookup
        attrs["last"] = Build.objects.filter(project=attrs["project"]).last()  #~ verdict unknown
        return attrs

    def create(self, validated_data):
        build = Build.objects.get(pk=validated_data["build"])  #~ unscoped-lookup
        card = super().create(validated_data)
        card.builds.add(build)
        Build.objects.filter(project__card=card).first()  #~ verdict unknown
        return card

    def update(self, card, validated_data):
        builds = Build.objects.filter(pk__in=[item["id"] for item in validated_data["builds"]])  #~ unscoped-lookup
        for build in builds:
            build.delete()
        return card


class TiedSerializer(CardSerializer):
    def validate_build(self, value):
        return Build.objects.get(pk=value, project__users=self.context["request"].user)  #~ verdict scoped

    def validate(self, attrs):
        attrs["remote"] = Remote.objects.get(url=attrs["remote"], users=self.context["request"].user)  #~ verdict scoped
        return attrs

    # who made it handed on what it looked at
    def create(self, validated_data):
        return Build.objects.get(pk=validated_data["build"], project=self.context["project"])  #~ verdict unknown

    # the view has found it
    def update(self, card, validated_data):
        build = Build.objects.get(pk=validated_data["build"], project=card.project)  #~ verdict scoped
        build.delete()
        return self.instance

    def save(self, **kwargs):
        Build.objects.filter(project=kwargs["project"]).first()  #~ verdict unknown
        Build.objects.filter(project=self.context["view"].kwargs["project_pk"]).first()  #~ verdict unknown
        return super().save(**kwargs)


# the one view that names it is for those who run the installation
class OperatorsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Card
        fields = ("number",)

    def validate_number(self, value):
        return Build.objects.get(pk=value)  #~ verdict guarded


class CardSet(viewsets.ModelViewSet):
    serializer_class = CardSerializer
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Card.objects.filter(project__users=self.request.user)  #~ verdict scoped


class TiedSet(CardSet):
    serializer_class = TiedSerializer


class OperatorsSet(viewsets.ModelViewSet):
    serializer_class = OperatorsSerializer
    permission_classes = [IsAdminUser]
    queryset = Card.objects.all()  #~ verdict guarded


class Links(viewsets.ViewSet):
    permission_classes = [IsAuthenticated]

    def post(self, request, pk):
        card = get_object_or_404(Card, pk=pk, project__users=request.user)  #~ verdict scoped
        card.builds.add(*request.data["build_ids"])  #~ unscoped-lookup
        card.builds.set(Build.objects.filter(id__in=request.data["build_ids"]))  #~ unscoped-lookup
        card.builds.set(Build.objects.filter(id__in=request.data["ids"], project__users=request.user))  #~ verdict scoped
        card.builds.remove(*request.data["build_ids"])
        card.builds.clear()
