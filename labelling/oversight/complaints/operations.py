"""Making a complaint, adding to it, answering it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import THEIR_OWN, About, EntryKind, addressee_of
from labelling.oversight.complaints.files import (
    AnyUpload,
    digests_of,
    keep_files,
    number_of_files,
)
from labelling.oversight.complaints.inputs import Reviewed, Said
from labelling.oversight.complaints.models import TITLE, Complaint, Entry
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.complaints.rules import NO_RECOGNITION, write_entry
from labelling.oversight.reviews.enums import OPEN, ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet

DAY = timedelta(days=1)


@transaction.atomic
def open_complaint(
    *,
    about: About,
    recognition: Recognition | None,
    words: str,
    copies: Sequence[AnyUpload] = (),
    at: datetime | None = None,
) -> Complaint:
    """Record what somebody complains about, with the copies of their files (`without_author`).

    The caller gives its receipt, and seals who it was.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    said = Said(words, digests_of(copies))
    complaint = Complaint(
        about=about,
        addressee=addressee_of(about),
        recognition=recognition,
        kind=Complaint._meta.label_lower,
        title=TITLE,
        reference=next_number(Complaint.series, today.year),
        opened_at=at,
        due_on=delay("complaint_admissibility", on=today).after(today),
        answer_due_on=delay("complaint_answer", on=today).after(today),
        words_seal=said.seal,
    )
    create(complaint, actor=BY_RECEIPT, action="lodge", at=at)
    entry = write_entry(complaint, EntryKind.ACCOUNT, said, author=None, at=at)
    keep_files(entry, copies, at=at)
    return complaint


@transaction.atomic
def add_facts(
    complaint: Complaint,
    *,
    words: str,
    copies: Sequence[AnyUpload] = (),
    at: datetime | None = None,
) -> bool:
    """What whoever complained adds; False when it is what they wrote last, word for word.

    Raises Refused beyond what a complaint takes in a day, or in all; Stale once it is over.
    """
    at = at or timezone.now()
    # Locked, so that two tabs do not pass a ceiling together.
    locked = Complaint.objects.select_for_update(no_key=True, of=("self",)).get(pk=complaint.pk)
    theirs = Entry.objects.filter(complaint=locked, kind__in=THEIR_OWN)
    last = theirs.order_by("-pk").first()
    digests = digests_of(copies)
    if last and last.words == words and list(digests) == [f.sha256 for f in last.files.all()]:
        return False
    _check_ceilings(locked, len(copies), theirs.filter(written_at__gt=at - DAY).count())
    said = Said(words, digests)
    perform(complaint, "write", actor=BY_RECEIPT, data=said, at=at)
    keep_files(Entry.objects.get(seal=said.seal), copies, at=at)
    return True


def _check_ceilings(complaint: Complaint, files: int, entries: int) -> None:
    most = settings.OSE_COMPLAINT_FILES_IN_ALL
    if files and number_of_files(complaint.pk) + files > most:
        why = f"Une réclamation reçoit {most} pièces au plus\u00a0: dites le reste en mots."
        raise Refused("Trop de pièces.", unmet=[Unmet("too_many_files", why, field="uploads")])
    most = settings.OSE_COMPLAINT_ENTRIES_A_DAY
    if entries >= most:
        why = f"Vous avez écrit {most} fois en un jour, c’est la limite. Continuez demain."
        raise Refused("Trop d’envois.", unmet=[Unmet("too_many_entries", why, field="words")])


def review_under_way(complaint: Complaint) -> ComplianceReview | None:
    """The review of what it is about that is open already: there is one at a time."""
    of_it = ComplianceReview.objects.filter(recognition=complaint.recognition_id)
    return of_it.filter(state__in=OPEN).first()


@transaction.atomic
def review_for(complaint: Complaint, *, account: str, actor: Actor) -> Complaint:
    """Open a review for `complaint`, or join it to the one that is open.

    `account` is why, in words of the CRESS that the organisation reads: never those of whoever
    complained. Raises as `open_review` and `perform` do; then neither is done.
    """
    if complaint.recognition is None:
        raise Refused("Aucun contrôle ne s’ouvre.", unmet=[NO_RECOGNITION])
    review = review_under_way(complaint) or open_review(
        complaint.recognition, origin=ReviewOrigin.COMPLAINT, account=account, actor=actor
    )
    return perform(complaint, "open_review", actor=actor, data=Reviewed(review))


def say(
    complaint: Complaint, action: str, *, words: str, actor: Actor, at: datetime | None = None
) -> Complaint:
    """Do `action` on it with these words, which are kept apart. Raises as `perform` does."""
    return perform(complaint, action, actor=actor, data=Said(words), at=at)
