"""Receipts are not guessed in series: beyond a ceiling of unknown ones, a place waits."""

import hmac

from allauth.core.exceptions import RateLimited
from allauth.core.internal import ratelimit
from django.http import HttpRequest

from labelling.oversight.complaints.models import Complaint
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.receipts.operations import RECEIPT
from labelling.oversight.sealing.box import digests

UNKNOWN = "unknown_receipt"
# A whole town hall follows its complaints from one address: only receipts that are nobody's, and
# whose last digits are right, are counted. Of a hundred that are mistyped, one is.
CEILINGS = {UNKNOWN: "20/10m/ip,100/d/ip"}


class Unknown(Exception):
    """No complaint has that receipt, or what it opened is forgotten."""


def complaint_with(receipt: str, request: HttpRequest) -> Complaint:
    """The complaint of `receipt`, sixteen digits whose last two are right.

    Raises Unknown, and RateLimited, whatever the receipt, for a place from which too many came
    that were nobody's.
    """
    if not _may_try(request, dry_run=True):
        raise RateLimited
    found = complaint_of(receipt)
    if found is None:
        _may_try(request)
        raise Unknown
    return found


def complaint_of(receipt: str) -> Complaint | None:
    """The same, for who has not to be counted: it was given here and now."""
    sought = list(digests(receipt, purpose=RECEIPT))
    related = ("complaint__recognition__organisation", "complaint__case_ptr")
    held = Receipt.objects.filter(digest__in=sought).select_related(*related).first()
    if held is None or not any(hmac.compare_digest(held.digest, one) for one in sought):
        return None
    return held.complaint


def _may_try(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this place may go on; unless `dry_run`, one more receipt of nobody's is counted."""
    usage = ratelimit.consume(
        request, app="oversight", action=UNKNOWN, config=CEILINGS, dry_run=dry_run
    )
    return usage is not None
