"""The CRESS's list of filed dossiers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from labelling.instruction.models import Application
from labelling.instruction.queue.forms import ASSIGNEES, STATES, QueueForm
from labelling.instruction.queue.listing import pipeline, read_page
from workflows.pages.views import RoleAccessMixin

AFTER = "apres"


class QueueView(RoleAccessMixin, View):
    """The filed dossiers, soonest deadline first."""

    policy = "labelling.read_queue"
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
            "chips": [(words, _without(request, name)) for name, words in form.chips()],
            "following": _query(request, **{AFTER: page.following}) if page.following else "",
            "beginning": _without(request, AFTER),
        }
        return render(request, "labelling/queue.html", context)


def _query(request: HttpRequest, **values: Any) -> str:
    """The queue's address with these parameters instead."""
    query = request.GET.copy()
    for name, value in values.items():
        query[name] = value
    return f"{reverse('labelling:queue')}?{query.urlencode()}"


def _without(request: HttpRequest, name: str) -> str:
    """The first page of the queue without the filter `name`."""
    query = request.GET.copy()
    for key in {name, AFTER}.intersection(query):
        del query[key]
    return f"{reverse('labelling:queue')}?{query.urlencode()}"
