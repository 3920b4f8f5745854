"""Pages of the CRESS's desk."""

from django.urls import path

from labelling.desk.pipeline.views import PipelineView

app_name = "desk"

urlpatterns = [
    path("pilotage/", PipelineView.as_view(), name="pipeline"),
]
