"""The charters, for anyone to read, and their exact texts, for anyone to check the digest."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView

from directory.charters.changes import changes_between
from directory.charters.charter_text import CharterText, first_title, parse_charter
from directory.charters.enums import CharterKind, CharterVersionState
from directory.charters.models import CharterVersion
from directory.charters.querysets import CharterVersionQuerySet

WORDS = {
    CharterKind.STRUCTURES: (
        "La charte",
        "Les six principes",
        "La charte que signent les organisations labellisées OSE\u00a0: ses six principes et son "
        "texte exact.",
    ),
    CharterKind.ACCOMPANISTS: (
        "La charte des accompagnateurs",
        "Les quatre groupes d’engagements",
        "La charte que signent les organisations de l’annuaire OSE\u00a0: ses engagements et son "
        "texte exact.",
    ),
}
OTHER = {
    CharterKind.STRUCTURES: CharterKind.ACCOMPANISTS,
    CharterKind.ACCOMPANISTS: CharterKind.STRUCTURES,
}


def published_versions(kind: CharterKind) -> CharterVersionQuerySet:
    """The versions of the charter `kind` that anybody may read, newest first."""
    found: CharterVersionQuerySet = CharterVersion.objects.published(kind)
    return found.select_related("charter").order_by("-number")


@method_decorator(login_not_required, name="dispatch")
class CharterView(TemplateView):
    """The version in force, or the one whose number is given, once it has been in force.

    With who signed it, in number, and what it changed of the one before.
    """

    template_name = "directory/charter.html"
    kind = CharterKind.STRUCTURES

    def get_context_data(self, number: int | None = None, **kwargs: Any) -> dict[str, Any]:
        published = list(published_versions(self.kind).annotate(signed=Count("signatures")))
        version = next((item for item in published if _is_wanted(item, number)), None)
        if version is None and number is not None:
            raise Http404
        title, parts_title, description = WORDS[self.kind]
        return super().get_context_data(
            version=version,
            title=title,
            parts_title=parts_title,
            description=description,
            reading=_body(version) if version else None,
            changes=_changes(version, published) if version else [],
            principles=version.principles.all() if version else [],
            others=[item for item in published if item != version],
            other_charter=published_versions(OTHER[self.kind]).in_force(OTHER[self.kind]),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class CharterTextView(View):
    """The exact text as a file, whose `sha256sum` is the digest shown."""

    kind = CharterKind.STRUCTURES

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        version = get_object_or_404(published_versions(self.kind), number=number)
        stem = "charte-ose" if self.kind == CharterKind.STRUCTURES else "charte-accompagnateurs"
        name = f"{stem}-version-{version.number}.txt"
        return HttpResponse(
            version.text.encode(),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _is_wanted(version: CharterVersion, number: int | None) -> bool:
    if number is None:
        return bool(version.state == CharterVersionState.IN_FORCE)
    return version.number == number


def _changes(version: CharterVersion, published: list[CharterVersion]) -> list[Any]:
    """What it changed of the published version before it; empty for the first."""
    before = next((item for item in published if item.number < version.number), None)
    return changes_between(before.text, version.text) if before else []


def _body(version: CharterVersion) -> CharterText:
    """The text without the first paragraph when it is the title, which heads the page already."""
    reading = parse_charter(version.text)
    skipped = int(first_title(version.text) == version.title)
    return replace(reading, blocks=reading.blocks[skipped:])
