"""What the desk keeps of a person of the CRESS."""

from directory.own_data.registry import own
from labelling.desk.batches.models import Batch
from labelling.desk.filters.models import SavedFilter
from labelling.desk.renewals.models import CalendarLink

own(
    "filters",
    "Vos filtres enregistrés",
    SavedFilter,
    of="person",
    name="name",
    page="page",
    query="query",
)
own(
    "calendar_links",
    "Vos liens d’agenda, sans leur secret",
    CalendarLink,
    of="person",
    made_at="made_at",
    revoked_at="revoked_at",
)
own(
    "batches",
    "Vos actions groupées",
    Batch,
    of="person",
    act="act",
    text="text",
    asked_at="asked_at",
    finished_at="finished_at",
)
