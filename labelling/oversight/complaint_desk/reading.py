"""What the pages of those who handle complaints show."""

from typing import Any

from django.utils import timezone

from labelling.oversight.complaints.enums import EntryKind
from labelling.oversight.complaints.models import Complaint, Entry
from labelling.oversight.followup.reading import entries_of, lines_of
from labelling.oversight.identities.models import Opening, SealedIdentity
from workflows.actors import Actor
from workflows.engine import verdict
from workflows.pages.cases.history import last_moves
from workflows.presentation.links import url_to

LAST_ENTRIES = 6
ON_PAGE = ("admit", "reject", "ask", "open_review", "answer", "ask_identity")
# To the second person and to whoever asked, on the page of the request.
ELSEWHERE = (EntryKind.OPENING, EntryKind.CLOSED)


def complaint_page(complaint: Complaint, actor: Actor) -> dict[str, Any]:
    """What `complaints/detail.html` shows of `complaint`, and what `actor` may do about it."""
    entries = [entry for entry in entries_of(complaint) if entry.kind not in ELSEWHERE]
    openings = list(
        Opening.objects.filter(complaint=complaint).select_related("asked_by", "settled_by")
    )
    now = timezone.now()
    return {
        "complaint": complaint,
        "lines": lines_of(entries, url_of=lambda kept: url_to("complaints:file", kept.pk)),
        "may": {name: verdict(complaint, name, actor=actor).allowed for name in ON_PAGE},
        "sealed": SealedIdentity.objects.filter(complaint=complaint).exists(),
        "openings": openings,
        "readable": not complaint.is_over
        and any(opening.shows_to(actor.user.pk, now) for opening in openings),
        "entries": last_moves(complaint, limit=LAST_ENTRIES),
    }


def opening_page(opening: Opening, actor: Actor) -> dict[str, Any]:
    """What `complaints/opening.html` shows: the reasons, and nothing of the complaint itself."""
    complaint = opening.complaint
    seals = [opening.reason_seal, opening.refusal_seal]
    said = dict(Entry.objects.filter(seal__in=seals).values_list("seal", "words"))
    return {
        "opening": opening,
        "complaint": complaint,
        "reason": said.get(opening.reason_seal, ""),
        "refusal": said.get(opening.refusal_seal, ""),
        "own": opening.asked_by_id == actor.user.pk,
        "may_answer": opening.agreed is None
        and verdict(complaint, "agree_identity", actor=actor).allowed,
        "readable": not complaint.is_over and opening.shows_to(actor.user.pk, timezone.now()),
    }
