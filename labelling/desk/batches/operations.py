"""An act on several cases: shown before, asked for once, done to each in turn."""

import logging
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from directory.rulebook import DirectoryRules
from labelling.desk.batches.models import Batch, BatchItem, ItemStatus
from workflows.actors import Actor
from workflows.models import Case
from workflows.outbox.rehearsal import rehearse
from workflows.pages.bulk import BulkAct, bulk_acts
from workflows.rows.single import lock
from workflows.verdicts import Refusal, Refused, Stale, Unmet

logger = logging.getLogger(__name__)

MOST = 100  # cases
CHANGED = (
    "Ce dossier a changé depuis l’aperçu\u00a0: rien n’y a été fait. Regardez-le, puis recommencez."
)
BROKEN = "Une erreur du site a empêché de le faire. Rien n’y a été changé."
UNKNOWN = "Cette action n’existe pas."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of all: an act by its key, what was chosen and written for it."""

    act: str
    choice: str = ""
    text: str = ""

    @property
    def known(self) -> BulkAct:
        """The act; Refused when there is none of this key."""
        act = bulk_acts().get(self.act)
        if act is None:
            raise Refused(UNKNOWN, unmet=[Unmet("no_such_act", UNKNOWN)])
        return act


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the act would do to one case; `why_not` is empty when it would be done."""

    case: Any
    words: str
    why_not: str


def foresee(cases: Iterable[Case], asked: Asked, *, actor: Actor) -> list[Foreseen]:
    """What would become of each: the act is done, and undone. Nothing is told, nothing is kept."""
    return [_foreseen(case.subject, asked, actor) for case in cases]


def confirm(token: UUID, asked: Asked, seen: Sequence[tuple[int, str]], *, actor: Actor) -> Batch:
    """Have it done to each case of `seen` (key, head of its history at the preview), in the
    background. The same `token` again gives back what was confirmed, and does nothing more.

    Raises Forbidden for anyone but the CRESS, Refused for an act that nobody knows.
    """
    DirectoryRules.cress_staff.require(actor, actor.user)
    known = asked.known
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                person=actor.user,
                token=token,
                act=known.key,
                choice=asked.choice,
                text=asked.text,
                asked_at=timezone.now(),
            )
            BatchItem.objects.bulk_create(
                BatchItem(batch=batch, case_id=pk, seen=head) for pk, head in seen
            )
            run_batch.enqueue(pk=batch.pk)
    except IntegrityError:
        return Batch.objects.get(token=token, person=actor.user)
    return batch


@task()
def run_batch(pk: int) -> None:
    """Do what is left of it. Run again, or twice at once, it does nothing twice: an act and its
    mark are one transaction, under the lock of the mark."""
    batch = Batch.objects.select_related("person").get(pk=pk)
    for item in batch.items.filter(status=ItemStatus.WAITING):
        _run(item.pk, batch)
    with transaction.atomic():
        left = batch.items.filter(status=ItemStatus.WAITING).exists()
        if not left:
            Batch.objects.filter(pk=pk, finished_at=None).update(finished_at=timezone.now())


def _run(pk: int, batch: Batch) -> None:
    with transaction.atomic():
        item = BatchItem.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        if item.status != ItemStatus.WAITING:
            return
        item.status, item.words = _outcome(item, batch)
        item.save(update_fields=["status", "words"])


def _outcome(item: BatchItem, batch: Batch) -> tuple[ItemStatus, str]:
    asked = Asked(batch.act, batch.choice, batch.text)
    actor = Actor.of(batch.person)
    try:
        with transaction.atomic():
            subject = lock(item.case.subject)
            if subject.history_head != item.seen:
                raise Stale(CHANGED)
            return ItemStatus.DONE, _do(subject, asked, actor)
    except Refusal as refusal:
        return ItemStatus.REFUSED, words_of(refusal)
    except Exception:
        logger.exception("batch %s could not be done to case %s", batch.pk, item.case_id)
        return ItemStatus.FAILED, BROKEN


def _foreseen(subject: Any, asked: Asked, actor: Actor) -> Foreseen:
    said: list[str] = []
    try:
        # Of a copy: what is undone in the database would stay in the object that is shown.
        rehearse(lambda: said.append(_do(copy(subject), asked, actor)), lambda events: None)
    except Refusal as refusal:
        return Foreseen(subject, "", words_of(refusal))
    return Foreseen(subject, said[0], "")


def _do(subject: Any, asked: Asked, actor: Actor) -> str:
    return asked.known.do(subject, choice=asked.choice, text=asked.text, actor=actor)


def words_of(refusal: Refusal) -> str:
    """Why, in one sentence: what is missing, when it is known."""
    unmet = getattr(refusal, "unmet", ())
    return " ".join(one.message for one in unmet) or refusal.message
