"""The letters that an act would send, shown before it is done: another app knows how."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

# The name of the button that asks for it, in the form of the act.
ASKED = "preview"

Preview = Callable[[HttpRequest, Callable[[], object], str], HttpResponse]
_previews: list[Preview] = []


def shows_letters(preview: Preview) -> Preview:
    """Register `preview(request, act, back)`: a page of what `act` would send, which is not done.

    It decides who may see it (Forbidden otherwise); whatever `act` raises is let out. `back` is the
    path of the page that the person comes from.
    """
    _previews.append(preview)
    return preview


def asks_preview(request: HttpRequest) -> bool:
    return ASKED in request.POST and bool(_previews)


def preview_of(request: Any, act: Callable[[], object]) -> HttpResponse:
    """The page of what `act` would send."""
    return _previews[0](request, act, request.path)
