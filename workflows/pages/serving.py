"""The bytes of a stored file, once the scanner lets them leave, inert in a browser."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from workflows.models import ScanStatus, StoredFile

UNAVAILABLE = {
    ScanStatus.PENDING: (409, "workflows/attachment_pending.html"),
    ScanStatus.INFECTED: (403, "workflows/attachment_infected.html"),
}


def serve(request: HttpRequest, stored: StoredFile, *, back_url: str) -> HttpResponseBase:
    """The bytes of `stored` under the name people gave it, once the scanner lets them leave.

    Until then, the page that says why not, and leads to `back_url`. The caller has checked who.
    """
    if not stored.servable:
        status, template = UNAVAILABLE[ScanStatus(stored.scan)]
        context = {"attachment": stored, "back_url": back_url}
        return render(request, template, context, status=status)
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
        headers=_inert(),
    )


def _inert() -> dict[str, Any]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
