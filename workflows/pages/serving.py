"""The bytes of a stored file, once the scanner lets them leave, inert in a browser."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from workflows.models import ScanStatus, StoredFile

UNAVAILABLE = {
    ScanStatus.PENDING: (409, "workflows/attachment_pending.html"),
    ScanStatus.INFECTED: (403, "workflows/attachment_infected.html"),
}


# Nothing that the file would load, run or send; framed by our own pages alone.
INERT = "default-src 'none'; sandbox"
# A browser lays an image out with styles of its own.
SHOWN = f"{INERT}; style-src 'unsafe-inline'; frame-ancestors 'self'"
# The browser's own PDF reader does not start in a sandbox, and draws with styles of its own
# (docs/decisions/0031).
SHOWN_PDF = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def serve(request: HttpRequest, stored: StoredFile, *, back_url: str) -> HttpResponseBase:
    """The bytes of `stored` under the name people gave it, once the scanner lets them leave.

    Until then, the page that says why not, and leads to `back_url`. The caller has checked who.
    """
    if not stored.servable:
        status, template = UNAVAILABLE[ScanStatus(stored.scan)]
        context = {"attachment": stored, "back_url": back_url}
        return render(request, template, context, status=status)
    return _bytes_of(stored, policy=INERT, as_attachment=True)


def show(stored: StoredFile) -> HttpResponseBase:
    """The bytes of `stored` to be read in a frame of our pages. The caller has checked who.

    Raises Http404 for what no page shows: a type to be downloaded, a file under scan or refused.
    """
    if not stored.showable:
        raise Http404
    response = _bytes_of(stored, policy=SHOWN_PDF if stored.is_pdf else SHOWN, as_attachment=False)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _bytes_of(stored: StoredFile, *, policy: str, as_attachment: bool) -> FileResponse:
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=as_attachment,
        filename=stored.name,
        content_type=stored.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": policy,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )
