"""Projects with members who have roles: what joins users to a project leads to their role as well."""

from django.contrib.auth.models import User
from django.db import models
from django.urls import path
from rest_framework import generics
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated


class Project(models.Model):
    name = models.CharField(max_length=100)


class Role(models.Model):
    name = models.CharField(max_length=100)


class MemberManager(models.Manager):
    def has_role(self, project_id, user, name):
        return self.filter(project=project_id, user=user, role__name=name).exists()


class Member(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    role = models.ForeignKey(Role, on_delete=models.CASCADE)
    objects = MemberManager()


class Label(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    text = models.CharField(max_length=100)


class HasRole(BasePermission):
    reads_only = True
    role = ""

    @classmethod
    def project_of(cls, request, view):
        return view.kwargs.get("project_id") or request.query_params.get("project_id")

    def has_permission(self, request, view):
        if request.user.is_superuser:
            return True
        if self.reads_only and request.method not in SAFE_METHODS:
            return request.user.is_superuser
        project_id = self.project_of(request, view)
        if not project_id and request.method in SAFE_METHODS:
            return True
        return Member.objects.has_role(project_id, request.user, self.role)


class IsAdmin(HasRole):
    reads_only = False
    role = "admin"


class IsReader(HasRole):
    role = "reader"


IsMember = IsAdmin | IsReader


class Labels(generics.ListCreateAPIView):
    permission_classes = [IsAuthenticated & IsMember]

    def get_queryset(self):
        return Label.objects.filter(project=self.kwargs["project_id"])  #~ verdict scoped


class AnyLabel(generics.RetrieveUpdateDestroyAPIView):
    permission_classes = [IsAuthenticated & IsMember]
    queryset = Label.objects.all()  #~ untied-child


class OwnLabel(generics.RetrieveUpdateDestroyAPIView):
    permission_classes = [IsAuthenticated & IsMember]

    def get_queryset(self):
        return Label.objects.filter(project=self.kwargs["project_id"])  #~ verdict scoped


urlpatterns = [
    path("projects/<int:project_id>/labels", Labels.as_view()),
    path("projects/<int:project_id>/labels/<int:pk>", AnyLabel.as_view()),
    path("projects/<int:project_id>/own/<int:pk>", OwnLabel.as_view()),
]
