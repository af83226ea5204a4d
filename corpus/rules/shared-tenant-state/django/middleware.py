"""There is one object of each middleware, and one of each class that the admin site registers."""

from contextvars import ContextVar
from threading import local

from django.contrib import admin
from django.utils.deprecation import MiddlewareMixin

from prelude import Invoice

_organization = ContextVar("organization")
_current = local()
_user = None


class PlainMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.user = None

    def __call__(self, request):
        global _user
        self.user = request.user  #~ shared-tenant-state
        _user = request.user  #~ shared-tenant-state
        return self.get_response(request)


class OldMiddleware(MiddlewareMixin):
    def process_request(self, request):
        self.remember(request.user.organization)

    def remember(self, organization):
        self.organization = organization  #~ shared-tenant-state


class RightMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.thread = local()

    def __call__(self, request):
        token = _organization.set(request.user.organization)
        _current.organization = request.user.organization
        self.thread.organization = request.user.organization
        request.organization = request.user.organization
        try:
            return self.get_response(request)
        finally:
            _organization.reset(token)


class Helper:
    def __init__(self, user):
        self.user = user

    def change(self, user):
        self.user = user


class HelpingMiddleware(MiddlewareMixin):
    def process_request(self, request):
        request.helper = Helper(request.user)
        request.helper.change(request.user)


@admin.register(Invoice)
class InvoiceAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        self.organization = request.user.organization  #~ shared-tenant-state
        return super().get_queryset(request).filter(organization=request.user.organization)
