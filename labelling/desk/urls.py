"""Pages of the CRESS's desk."""

from django.urls import path

from labelling.desk.pipeline.views import PipelineView
from labelling.desk.renewals.views import CalendarView, MakeLinkView, MonthsView, RevokeLinkView

app_name = "desk"

urlpatterns = [
    path("pilotage/", PipelineView.as_view(), name="pipeline"),
    path("calendrier/", MonthsView.as_view(), name="renewals"),
    path("calendrier/lien/", MakeLinkView.as_view(), name="make_link"),
    path("calendrier/lien/revoquer/", RevokeLinkView.as_view(), name="revoke_link"),
    path("calendrier/<str:secret>.ics", CalendarView.as_view(), name="calendar"),
]
