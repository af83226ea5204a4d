"""What a method gives the members of its own object is followed: within it, from methods that it calls, and from what runs in front of
it."""

from django.db import models
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views import View

from prelude import Workspace


class Project(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)


class Task(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE)
    title = models.CharField(max_length=100)


class Checked(View):
    def get(self, request, pk):
        self.project = Project.objects.get(pk=pk)  #~ verdict guarded
        if self.project.workspace != request.user.workspace:
            raise Http404
        return JsonResponse({"project": self.project.name})


class Unchecked(View):
    def get(self, request, pk):
        self.rows = Project.objects.all()  #~ unscoped-lookup
        project = self.rows.get(pk=pk)
        return JsonResponse({"project": project.name})


class Loaded(View):
    def load(self):
        self.rows = Project.objects.filter(workspace=self.request.user.workspace)

    def get(self, request, pk):
        self.load()
        project = self.rows.get(pk=pk)  #~ verdict scoped
        return JsonResponse({"project": project.name})


class LocalOfItsName(View):
    def load(self):
        self.rows = Project.objects.all()

    def get(self, request, pk):
        self.load()
        rows = Project.objects.filter(workspace=request.user.workspace)
        project = self.rows.get(pk=pk)  #~ unscoped-lookup
        return JsonResponse({"project": project.name, "own": rows.count()})


class Sometimes(View):
    queryset = Project.objects.all()

    def get(self, request, pk):
        if request.GET.get("own"):
            self.queryset = self.queryset.filter(workspace=request.user.workspace)
        project = self.queryset.get(pk=pk)  #~ unscoped-lookup
        return JsonResponse({"project": project.name})


class Narrowing:
    def has_permission(self):
        if not self.request.user.is_active:
            return False
        self.queryset = self.queryset.filter(workspace=self.request.user.workspace)
        return True

    def dispatch(self, request, *args, **kwargs):
        if not self.has_permission():
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Narrowed(Narrowing, View):
    queryset = Project.objects.all()

    def get(self, request, pk):
        project = get_object_or_404(self.queryset, pk=pk)  #~ verdict scoped
        return JsonResponse({"project": project.name})


class OfProject(View):
    def dispatch(self, request, *args, **kwargs):
        self.find_project()
        return super().dispatch(request, *args, **kwargs)

    def find_project(self):
        self.project = get_object_or_404(Project, pk=self.kwargs["project"], workspace=self.request.user.workspace)


class TaskOfProject(OfProject):
    def get(self, request, pk, project):
        task = get_object_or_404(Task, pk=pk, project=self.project)  #~ verdict scoped
        return JsonResponse({"task": task.title})


class AnyTask(OfProject):
    def get(self, request, pk, project):
        task = get_object_or_404(Task, pk=pk)  #~ untied-child
        return JsonResponse({"task": task.title})


urlpatterns = [
    path("a/<int:pk>", Checked.as_view()),
    path("b/<int:pk>", Unchecked.as_view()),
    path("c/<int:pk>", Loaded.as_view()),
    path("h/<int:pk>", LocalOfItsName.as_view()),
    path("d/<int:pk>", Sometimes.as_view()),
    path("e/<int:pk>", Narrowed.as_view()),
    path("f/<int:project>/<int:pk>", TaskOfProject.as_view()),
    path("g/<int:project>/<int:pk>", AnyTask.as_view()),
]
