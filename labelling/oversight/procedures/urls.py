"""Pages of the procedures."""

from django.urls import path

from labelling.oversight.procedures.views import ProceduresView

app_name = "procedures"

urlpatterns = [path("", ProceduresView.as_view(), name="procedures")]
