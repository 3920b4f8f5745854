"""Opening a review, and each of the acts that write more than a word of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.people.models import User
from directory.recognitions.enums import LIVE
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.inputs import CorrectionDone, FindingAnswer, FindingEntry
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.actors import Actor
from workflows.correspondence.operations import attach_all
from workflows.engine import create, perform
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet

Uploads = Sequence[UploadedFile[Any]]
CANNOT = "Ce contrôle ne peut pas être ouvert."


@transaction.atomic
def open_review(
    recognition: Recognition,
    *,
    origin: ReviewOrigin,
    account: str,
    actor: Actor,
    reviewer: User | None = None,
    at: datetime | None = None,
) -> ComplianceReview:
    """Open a review of `recognition` against the charter version that was signed for it.

    `account` is why, in words that the organisation reads. `reviewer` leads it; without one, the
    CRESS is asked who does. The organisation learns of it once it is notified. One by the monitor
    says so by its `origin`, which is nobody else's, and leaves to the CRESS who leads it.

    Raises Forbidden for whoever is linked to the organisation; Refused for a recognition that is
    over, one that is being reviewed already, no account, an origin that is not the actor's, or a
    reviewer who may not.
    """
    OversightRules.opens_reviews.require(actor, recognition)
    watches = OversightRules.monitor_without_conflict.verdict(actor, recognition).permitted
    at = at or timezone.now()
    # Whatever ends it, or opens another, waits for this, or is seen here.
    recognition = Recognition.objects.locked().get(pk=recognition.pk)
    unmet = _not_theirs(origin, reviewer, watches=watches) or _why_not(
        recognition, account, reviewer
    )
    if unmet:
        raise Refused(CANNOT, unmet=[unmet])
    review = ComplianceReview(
        organisation_id=recognition.organisation_id,
        recognition=recognition,
        signature_id=recognition.signature_id,
        origin=origin,
        account=account.strip(),
        kind=ComplianceReview._meta.label_lower,
        title=recognition.organisation.name,
        reference=next_number(ComplianceReview.series, timezone.localdate(at).year),
        assignee=reviewer,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            return create(review, actor=actor, action="open", at=at)
    except IntegrityError:
        if (other := _under_review(recognition)) is None:
            raise
        raise Refused(CANNOT, unmet=[other]) from None


def _not_theirs(origin: ReviewOrigin, reviewer: User | None, *, watches: bool) -> Unmet | None:
    """What tells the CRESS and the monitor apart: where it comes from, and who is asked to lead."""
    if (origin == ReviewOrigin.MONITOR) != watches:
        return Unmet(
            "not_their_origin",
            f"Seul le contrôle indépendant ouvre un contrôle {ReviewOrigin.MONITOR.label}, et il "
            "n’en ouvre pas d’autre.",
            field="origin",
        )
    if watches and reviewer is not None:
        return Unmet(
            "not_theirs_to_say", "La CRESS choisit qui mène ce contrôle.", field="reviewer"
        )
    return None


def _why_not(recognition: Recognition, account: str, reviewer: User | None) -> Unmet | None:
    if recognition.state not in LIVE:
        return Unmet(
            "recognition_over",
            f"La reconnaissance {recognition} a pris fin, ou n’a pas commencé\u00a0: il n’y a rien "
            "à contrôler.",
        )
    if not account.strip():
        return Unmet("no_account", "Dites pourquoi ce contrôle est ouvert.", field="account")
    may = OversightRules.reviewer_without_conflict.users_who_may(recognition)
    if reviewer is not None and not may.filter(pk=reviewer.pk).exists():
        return Unmet("may_not", f"{reviewer} ne peut pas mener ce contrôle.", field="reviewer")
    return _under_review(recognition)


def _under_review(recognition: Recognition) -> Unmet | None:
    """The review of it that is under way, and where it is read."""
    other = ComplianceReview.objects.undecided_of(recognition).first()
    if other is None:
        return None
    return Unmet(
        "under_review",
        f"Le contrôle {other.reference} de cette reconnaissance est en cours.",
        other.get_absolute_url(),
    )


@transaction.atomic
def write_finding(
    review: ComplianceReview,
    *,
    entry: FindingEntry,
    actor: Actor,
    action: str = "write_finding",
    seen: str | None = None,
    at: datetime | None = None,
) -> Finding:
    """Write one finding, new or anew (`entry.pk`, of which `seen` is the history head).

    `action` is `write_finding` for the CRESS, `file_finding` for the monitor.
    """
    perform(review, action, actor=actor, data=entry, seen=seen, at=at)
    # The review is locked until we commit: the last one written is ours.
    own = review.findings.standing()
    found: Finding = own.get(pk=entry.pk) if entry.pk else own.latest("position")
    return found


@transaction.atomic
def answer_finding(
    review: ComplianceReview,
    given: FindingAnswer,
    *,
    uploads: Uploads = (),
    actor: Actor,
    at: datetime | None = None,
) -> ComplianceReview:
    """Keep what the organisation answers to one finding, with its files: all of it, or none."""
    perform(review, "answer_finding", actor=actor, data=given, at=at)
    slot = review.findings.get(pk=given.pk).answer_slot
    attach_all(review, slot=slot, uploads=uploads, by=actor.user, at=at)
    return review


@transaction.atomic
def show_correction(
    review: ComplianceReview,
    given: CorrectionDone,
    *,
    uploads: Uploads = (),
    actor: Actor,
    at: datetime | None = None,
) -> ComplianceReview:
    """Keep what was done of one finding, and what shows it: all of it, or none."""
    perform(review, "show_correction", actor=actor, data=given, at=at)
    slot = review.findings.get(pk=given.pk).correction_slot
    attach_all(review, slot=slot, uploads=uploads, by=actor.user, at=at)
    return review
