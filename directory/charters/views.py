"""The charter, for anyone to read, and its exact text, for anyone to check the digest."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import TemplateView

from directory.charters.charter_text import CharterText, first_title, parse_charter
from directory.charters.enums import CharterKind, CharterVersionState
from directory.charters.models import CharterVersion
from directory.charters.querysets import CharterVersionQuerySet


def published_versions() -> CharterVersionQuerySet:
    """The versions of the structures' charter that anybody may read, newest first."""
    found: CharterVersionQuerySet = CharterVersion.objects.published(CharterKind.STRUCTURES)
    return found.order_by("-number")


@method_decorator(login_not_required, name="dispatch")
class CharterView(TemplateView):
    """The version in force, or the one whose number is given, once it has been in force."""

    template_name = "directory/charter.html"

    def get_context_data(self, number: int | None = None, **kwargs: Any) -> dict[str, Any]:
        published = list(published_versions())
        version = next((item for item in published if _is_wanted(item, number)), None)
        if version is None and number is not None:
            raise Http404
        return super().get_context_data(
            version=version,
            reading=_body(version) if version else None,
            principles=version.principles.all() if version else [],
            others=[item for item in published if item != version],
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class CharterTextView(View):
    """The exact text as a file, whose `sha256sum` is the digest shown."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        version = get_object_or_404(published_versions(), number=number)
        name = f"charte-ose-version-{version.number}.txt"
        return HttpResponse(
            version.text.encode(),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _is_wanted(version: CharterVersion, number: int | None) -> bool:
    if number is None:
        return bool(version.state == CharterVersionState.IN_FORCE)
    return version.number == number


def _body(version: CharterVersion) -> CharterText:
    """The text without the first paragraph when it is the title, which heads the page already."""
    reading = parse_charter(version.text)
    skipped = int(first_title(version.text) == version.title)
    return replace(reading, blocks=reading.blocks[skipped:])
