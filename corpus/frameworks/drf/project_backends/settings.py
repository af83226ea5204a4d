"""The project's own list stands in its settings."""

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["views.OfOrganisation", "rest_framework.filters.SearchFilter"],
}
