"""Pages of the procedures, and of the report of each year."""

from django.urls import path

from labelling.oversight.procedures.views import ProceduresView, ReportDataView, ReportView

app_name = "procedures"

urlpatterns = [
    path("", ProceduresView.as_view(), name="procedures"),
    path("bilan/<int:year>/", ReportView.as_view(), name="report"),
    path("bilan/<int:year>/bilan.csv", ReportDataView.as_view(), name="report_data"),
]
