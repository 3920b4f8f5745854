"""The CRESS's list of filed dossiers."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from labelling.instruction.models import Application
from labelling.instruction.queue.drawing import drawn_lines, drawn_pipeline
from labelling.instruction.queue.forms import ASSIGNEES, STATES, QueueForm
from labelling.instruction.queue.listing import pipeline, read_page
from labelling.rulebook import LabellingRules
from workflows.pages.paging import AFTER, address, keyed_pager
from workflows.pages.views import RoleAccessMixin


class QueueView(RoleAccessMixin, View):
    """The filed applications of one kind, soonest deadline first; `beside` are all the kinds."""

    policy = LabellingRules.read_queue
    kind: type[Any] = Application
    beside: Sequence[type[Any]] = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        form = QueueForm(request.GET)
        filters = form.filters(request.GET.get(AFTER, ""))
        today = timezone.localdate()
        page = read_page(self.kind, filters, user=self.actor.user, today=today)
        context = {
            "title": f"{self.kind.filed} déposés",
            "queue_url": request.path,
            "list_name": f"{self.kind.pages}:queue",
            "queues": [self._queue(kind) for kind in self.beside],
            "filters": filters,
            "states": STATES,
            "assignees": ASSIGNEES,
            "page": page,
            "lines": drawn_lines(page.rows, picked=True),
            "state_label": form.state_label,
            "pipeline": drawn_pipeline(
                pipeline(self.kind, today), request.path, current=filters.state
            ),
            "chips": [
                (words, address(request, **{name: None, AFTER: None}))
                for name, words in form.chips()
            ],
            "pager": keyed_pager(request, page.following),
        }
        return render(request, "labelling/queue.html", context)

    def _queue(self, kind: type[Any]) -> dict[str, Any]:
        """The list of `kind`, as a link."""
        url = reverse(f"{kind.pages}:queue")
        return {"label": kind.filed, "url": url, "current": kind is self.kind}
