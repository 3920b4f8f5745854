"""Pages of the CRESS's desk."""

from django.urls import path

from labelling.desk.batches.views import (
    BatchesView,
    BatchProgressView,
    BatchView,
    ConfirmBatchView,
    PreviewBatchView,
)
from labelling.desk.filters.views import DeleteFilterView, RenameFilterView, SaveFilterView
from labelling.desk.forecast.views import ForecastView
from labelling.desk.outcomes.views import ExportView, OutcomesView
from labelling.desk.pipeline.views import PipelineView
from labelling.desk.renewals.views import CalendarView, MakeLinkView, MonthsView, RevokeLinkView
from labelling.desk.search.views import SearchView
from labelling.foresight.views import ForesightView

app_name = "desk"

urlpatterns = [
    path("recherche/", SearchView.as_view(), name="search"),
    path("pilotage/", PipelineView.as_view(), name="pipeline"),
    path("charge-du-comite/", ForecastView.as_view(), name="forecast"),
    path("delais-et-issues/", OutcomesView.as_view(), name="outcomes"),
    path("delais-et-issues.<str:kind>", ExportView.as_view(), name="outcomes_export"),
    path("renouvellements/", ForesightView.as_view(), name="foresight"),
    path("filtres/enregistrer/", SaveFilterView.as_view(), name="save_filter"),
    path("filtres/<int:pk>/renommer/", RenameFilterView.as_view(), name="rename_filter"),
    path("filtres/<int:pk>/supprimer/", DeleteFilterView.as_view(), name="delete_filter"),
    path("lots/", BatchesView.as_view(), name="batches"),
    path("lots/apercu/", PreviewBatchView.as_view(), name="preview_batch"),
    path("lots/confirmer/", ConfirmBatchView.as_view(), name="confirm_batch"),
    path("lots/<int:pk>/", BatchView.as_view(), name="batch"),
    path("lots/<int:pk>/avancement/", BatchProgressView.as_view(), name="batch_progress"),
    path("calendrier/", MonthsView.as_view(), name="renewals"),
    path("calendrier/lien/", MakeLinkView.as_view(), name="make_link"),
    path("calendrier/lien/revoquer/", RevokeLinkView.as_view(), name="revoke_link"),
    path("calendrier/<str:secret>.ics", CalendarView.as_view(), name="calendar"),
]
