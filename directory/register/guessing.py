"""Codes are not guessed in series: beyond a ceiling of unknown ones, an address waits."""

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from directory.recognitions.codes import Slip, read_code
from directory.recognitions.models import Recognition

UNKNOWN = "unknown_code"
# A whole town hall checks from one address; only codes that are nobody's are counted, and the
# ninth symbol stops nearly all that are mistyped before.
CEILINGS = {UNKNOWN: "20/10m/ip,100/d/ip"}


def recognition_with(
    typed: str, request: HttpRequest, among: "QuerySet[Recognition] | None" = None
) -> Recognition:
    """The recognition, of those `among`, whose code is `typed`.

    Raises Http404 for a code that is nobody's or that is none, and RateLimited, whatever the
    code, for an address from which too many came that were nobody's.
    """
    if not _may_try(request, dry_run=True):
        raise RateLimited
    code = read_code(typed)
    if isinstance(code, Slip):
        raise Http404
    recognitions = Recognition.objects.all() if among is None else among
    found = recognitions.filter(code=code).first()
    if found is None:
        _may_try(request)
        raise Http404
    return found


def _may_try(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this address may go on; unless `dry_run`, one more code of nobody's is counted."""
    usage = ratelimit.consume(
        request,
        app="directory",
        action=UNKNOWN,
        config=CEILINGS,
        limit_get=True,
        dry_run=dry_run,
    )
    return usage is not None
