"""Pages about cases of every kind."""

from django.urls import path

from workflows.pages.cases.views import (
    AttachmentView,
    FilesView,
    HistoryView,
    InboxView,
    MessagesView,
    RemoveFileView,
    RestoreFileView,
    ShowFileView,
)

app_name = "workflows"

urlpatterns = [
    path("taches/", InboxView.as_view(), name="inbox"),
    path("affaires/<int:pk>/messages/", MessagesView.as_view(), name="messages"),
    path("affaires/<int:pk>/pieces/", FilesView.as_view(), name="files"),
    path("affaires/<int:pk>/historique/", HistoryView.as_view(), name="history"),
    path("pieces/<int:pk>/", AttachmentView.as_view(), name="attachment"),
    path("pieces/<int:pk>/voir/", ShowFileView.as_view(), name="show_file"),
    path("pieces/<int:pk>/retirer/", RemoveFileView.as_view(), name="remove_file"),
    path("pieces/<int:pk>/remettre/", RestoreFileView.as_view(), name="restore_file"),
]
