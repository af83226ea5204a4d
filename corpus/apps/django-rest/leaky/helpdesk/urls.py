from django.urls import include, path
from rest_framework.routers import DefaultRouter

from helpdesk.tickets import views

router = DefaultRouter()
router.register("tickets", views.TicketViewSet, basename="ticket")

workspace_patterns = [
    path("", include(router.urls)),
    path("tickets/<uuid:ticket_id>/comments/", views.CommentListView.as_view()),
    path("tickets/<uuid:ticket_id>/comments/<int:comment_id>/", views.CommentDetailView.as_view()),
    path("report/", views.ReportView.as_view()),
]

urlpatterns = [
    path("api/workspaces/<uuid:workspace_id>/", include(workspace_patterns)),
    path("api/canned-replies/", views.CannedReplyView.as_view()),
    path("api/canned-replies/search/", views.CannedReplySearchView.as_view()),
    path("api/tickets/<uuid:ticket_id>/merge/", views.merge),
    path("api/attachments/<uuid:attachment_id>/", views.download),
]
