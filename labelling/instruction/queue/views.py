"""The CRESS's list of filed dossiers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from labelling.instruction.models import Application
from labelling.instruction.queue.forms import ASSIGNEES, STATES, QueueForm
from labelling.instruction.queue.listing import pipeline, read_page
from labelling.rulebook import LabellingRules
from workflows.pages.paging import AFTER, address, keyed_pager
from workflows.pages.views import RoleAccessMixin


class QueueView(RoleAccessMixin, View):
    """The filed dossiers, soonest deadline first."""

    policy = LabellingRules.read_queue
    kind: type[Any] = Application

    def get(self, request: HttpRequest) -> HttpResponse:
        form = QueueForm(request.GET)
        filters = form.filters(request.GET.get(AFTER, ""))
        today = timezone.localdate()
        page = read_page(self.kind, filters, user=self.actor.user, today=today)
        context = {
            "filters": filters,
            "states": STATES,
            "assignees": ASSIGNEES,
            "page": page,
            "state_label": form.state_label,
            "tiles": pipeline(self.kind, today),
            "chips": [
                (words, address(request, **{name: None, AFTER: None}))
                for name, words in form.chips()
            ],
            "pager": keyed_pager(request, page.following),
        }
        return render(request, "labelling/queue.html", context)
