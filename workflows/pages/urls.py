"""Pages about cases of every kind."""

from django.urls import path

from workflows.pages.case_views import AttachmentView, InboxView

app_name = "workflows"

urlpatterns = [
    path("taches/", InboxView.as_view(), name="inbox"),
    path("pieces/<int:pk>/", AttachmentView.as_view(), name="attachment"),
]
