from contextvars import ContextVar

_organization_id = ContextVar("organization_id")


def current_organization_id():
    """The organization of the logged-in user, put here by the middleware."""
    return _organization_id.get()


class OrganizationMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        _organization_id.set(request.user.organization_id)
        return self.get_response(request)
