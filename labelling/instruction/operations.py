"""Assessing, asking for complements, answering them, confiding a dossier to another."""

from collections.abc import Sequence
from datetime import date, datetime

from directory.people.models import User
from labelling.dossiers.models import Dossier
from workflows.actors import Actor
from workflows.engine import perform


def request_complements(
    dossier: Dossier,
    *,
    items: Sequence[tuple[str, str]],
    due_on: date,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Ask the structure for `items`, (principle or "", request) pairs, by `due_on`."""
    return perform(
        dossier, "request_complements", actor=actor, at=at, items=list(items), due_on=due_on
    )


def answer_complement(
    dossier: Dossier,
    *,
    complement_id: int,
    answer: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Answer one requested item. Stale when someone answered since the answer that was `seen`."""
    return perform(
        dossier,
        "answer_complement",
        actor=actor,
        at=at,
        complement_id=complement_id,
        answer=answer,
        seen=seen,
    )


def reassign(
    dossier: Dossier,
    *,
    assignee: User,
    actor: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Put `assignee` in charge of the instruction, and of what it was asked.

    Stale when the person in charge is no longer the one that was `seen` (a key).
    """
    return perform(
        dossier, "reassign", actor=actor, at=at, reason=reason, assignee=assignee, seen=seen
    )


def assess_principle(
    dossier: Dossier,
    *,
    principle: str,
    finding: str,
    reasons: str,
    actor: Actor,
    seen: str | None = None,
    confirmed: bool = False,
    at: datetime | None = None,
) -> Dossier:
    """Write the instructor's finding on `principle`; `confirmed`: even if it says the same again.

    `seen` is the history head of the finding this one replaces, "" for none: Stale if another
    was recorded meanwhile.
    """
    return perform(
        dossier,
        "assess_principle",
        actor=actor,
        at=at,
        principle=principle,
        finding=finding,
        reasons=reasons,
        seen=seen,
        confirmed=confirmed,
    )
