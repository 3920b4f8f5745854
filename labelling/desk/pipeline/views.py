"""« Le pilotage »: what is late, where everything stands, what is silent, whom nobody represents,
who has how much, and each person's own filters."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.desk.filters.models import FilteredList
from labelling.desk.pipeline.ages import KEY, ages_of
from labelling.desk.pipeline.load import loads
from labelling.desk.pipeline.silence import MOST, SILENT, silent
from labelling.desk.pipeline.unrepresented import unrepresented
from labelling.dossiers.models import Dossier
from labelling.instruction.queue.drawing import drawn_lines
from labelling.instruction.queue.listing import Row, read_page
from labelling.instruction.queue.selection import Filters
from labelling.referencing.models import Referencing
from workflows.pages.paging import page_read
from workflows.pages.views import RoleAccessMixin

KINDS = (Dossier, Referencing)
LATE = Filters(late=True)


class PipelineView(RoleAccessMixin, TemplateView):
    """Read by the CRESS. As many queries whatever there is."""

    policy = DirectoryRules.cress_staff
    template_name = "desk/pipeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        unheard = sorted(
            (row for kind in KINDS for row in silent(kind, today)), key=lambda row: row.since
        )
        late = [page for kind in KINDS for page in self._late(kind)]
        return super().get_context_data(
            late=drawn_lines(late[:MOST]),
            more_late=len(late) > MOST,
            ages=[ages_of(kind, today) for kind in KINDS],
            brackets=[words for _, words in KEY],
            unheard=unheard[:MOST],
            more_unheard=len(unheard) > MOST,
            silence=SILENT.days,
            loads=loads(KINDS, today),
            alone=page_read(unrepresented, self.request, size=MOST),
            filters=self.actor.user.saved_filters.all(),
            lists=[(page.label, reverse_lazy(page.value)) for page in FilteredList],
            **kwargs,
        )

    def _late(self, kind: Any) -> list[Row]:
        """The first of `kind` that are late, the latest first."""
        today = timezone.localdate()
        page = read_page(kind, LATE, user=self.actor.user, today=today, size=MOST + 1)
        return list(page.rows)
