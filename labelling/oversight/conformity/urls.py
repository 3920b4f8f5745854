"""Pages of the conformity file."""

from django.urls import path

from labelling.oversight.conformity.views import AskView, ConformityView, FileView, ProgressView

app_name = "conformity"

urlpatterns = [
    path("", ConformityView.as_view(), name="conformity"),
    path("avancement/", ProgressView.as_view(), name="progress"),
    path("preparer/", AskView.as_view(), name="ask"),
    path("<int:pk>/dossier.zip", FileView.as_view(), name="file"),
]
