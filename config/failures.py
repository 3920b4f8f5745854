"""What is said when a page fails: with no query, for the database may be what failed."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache

from workflows.background.outages import DATABASE_LOST
from workflows.pages.recovery import Typed, typed_in
from workflows.pages.refusals import where_from

RETRY_AFTER = 30  # seconds
SAFE = ("GET", "HEAD", "OPTIONS")


@never_cache
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: whatever let an exception out, view or middleware, ends here.

    When it is the loss of the database, the answer is a 503; to what was sent, one that says
    that nobody knows whether it is recorded, and gives it back.
    """
    if not isinstance(sys.exc_info()[1], DATABASE_LOST):
        return defaults.server_error(request)
    if request.method in SAFE:
        html = render_to_string("failures/unavailable.html")
    else:
        context = {
            "typed": words_typed_in(request),
            "files": bool(request.FILES),
            "back": where_from(request),
        }
        html = render_to_string("failures/unknown.html", context)
    headers = {"Retry-After": str(RETRY_AFTER)}
    return HttpResponse(html, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def words_typed_in(request: HttpRequest) -> Typed:
    """What was typed; the words of some choices are in the database, and missed without it."""
    try:
        return typed_in(request)
    except DATABASE_LOST:
        return []
