"""« Le dossier de conformité »: its lines, its figures, and the whole of it to take away."""

from itertools import groupby
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from labelling.oversight.conformity.enums import Status
from labelling.oversight.conformity.facts import facts_on
from labelling.oversight.conformity.fairness import fairness
from labelling.oversight.conformity.lines import lines_of
from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.conformity.operations import ask_for_file
from labelling.oversight.rulebook import OversightRules
from workflows.actors import Actor
from workflows.pages.views import RoleAccessMixin


class ConformityView(RoleAccessMixin, TemplateView):
    """The page: each condition and what the facts show of it, gaps in full sight."""

    policy = OversightRules.read_conformity
    template_name = "conformity/conformity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = facts_on()
        lines = lines_of(facts)
        found = [line.shown.status for line in lines]
        by_source = groupby(lines, key=lambda line: line.condition.source)
        return super().get_context_data(
            facts=facts,
            tally=[(status.label, found.count(status)) for status in Status],
            sources=[(source.label, list(group)) for source, group in by_source],
            tables=fairness(),
            **_files(self.actor),
            **kwargs,
        )


class ProgressView(RoleAccessMixin, View):
    """How far the file is that is being made: the part of the page that follows it."""

    policy = OversightRules.read_conformity

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "conformity/progress.html", _files(self.actor))


class AskView(RoleAccessMixin, View):
    """A button: have the file made."""

    http_method_names = ["post"]
    policy = OversightRules.read_conformity

    def post(self, request: HttpRequest) -> HttpResponse:
        ask_for_file(actor=self.actor)
        return HttpResponseRedirect(f"{reverse('conformity:conformity')}#dossier")


class FileView(RoleAccessMixin, View):
    """The ZIP, once it is whole, for whoever asked for it: it holds what they may read."""

    policy = OversightRules.read_conformity

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        made = get_object_or_404(ConformityFile, pk=pk, asked_by=self.actor.user)
        if made.ready_at is None:
            raise Http404
        name = f"conformite-ose-{made.ready_at:%Y-%m-%d}.zip"
        return FileResponse(
            made.file.open("rb"),
            as_attachment=True,
            filename=name,
            content_type="application/zip",
        )


def _files(actor: Actor) -> dict[str, Any]:
    """The one under way, whoever asked for it, and of those that are kept the person's own."""
    kept = list(ConformityFile.objects.select_related("asked_by").order_by("-pk")[:6])
    under_way = next((made for made in kept if made.under_way), None)
    found = [made for made in kept if made.asked_by_id == actor.user.pk]
    return {
        "under_way": under_way,
        "another_s": under_way is not None and under_way not in found,
        "progress": under_way.progress if under_way else None,
        "last_failed": bool(found) and found[0].failed_at is not None,
        "ready": [made for made in found if made.ready_at],
    }
