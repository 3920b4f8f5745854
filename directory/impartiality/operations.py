"""Keeping the register of impartiality: declaring a link, examining it again, closing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory.delays.in_force import delay
from directory.impartiality.enums import Measure, Nature, Place
from directory.impartiality.models import Interest
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.presentation.french import format_date
from workflows.verdicts import Refused, Stale, Unmet


@dataclass(frozen=True, slots=True)
class Link:
    """What is declared: whose link (`person` or `holder`), with whom (None: the scheme)."""

    person: User | None
    holder: Organisation | None
    organisation: Organisation | None
    place: Place
    nature: Nature
    description: str
    measure: Measure


def next_review(today: date) -> date:
    """When a link that is looked at on `today` is to be looked at again."""
    return delay("interest_review_months", on=today).after(today)


@transaction.atomic
def declare_interest(
    link: Link, *, actor: Actor, review_on: date | None = None, at: datetime | None = None
) -> Interest:
    """Write a link in the register; it binds from now on, as its measure says.

    `review_on` is after today, by default after the delay of the scheme. Raises Forbidden for
    anyone but the direction of the CRESS, or the system; Refused when it is nobody's, binds to
    oneself, recuses from the scheme itself, or its review is past.
    """
    DirectoryRules.cress_manager.require(actor, Interest())
    at = at or timezone.now()
    today = timezone.localdate(at)
    review_on = review_on or next_review(today)
    _refuse([*_problems(link), *_late(review_on, today)])
    interest = Interest(
        person=link.person,
        holder=link.holder,
        organisation=link.organisation,
        place=link.place,
        nature=link.nature,
        description=link.description.strip(),
        measure=link.measure,
        declared_on=today,
        review_on=review_on,
    )
    return create(interest, actor=actor, action="declare", at=at)


@transaction.atomic
def review_interest(
    interest: Interest,
    *,
    measure: Measure,
    description: str,
    review_on: date,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Interest:
    """Say that it was examined again: what it is now, its measure, until when.

    Raises Forbidden, Stale when it was closed or changed since `seen`, Refused as a declaration.
    """
    DirectoryRules.cress_manager.require(actor, interest)
    at = at or timezone.now()
    current = _standing(interest)
    link = Link(
        current.person,
        current.holder,
        current.organisation,
        Place(current.place),
        Nature(current.nature),
        description,
        measure,
    )
    _refuse([*_problems(link), *_late(review_on, timezone.localdate(at))])
    return amend(
        interest,
        action="review",
        actor=actor,
        at=at,
        seen=seen,
        confirmed=True,
        measure=measure,
        description=description.strip(),
        review_on=review_on,
        review_asked_on=None,
    )


@transaction.atomic
def end_interest(
    interest: Interest, *, reason: str, actor: Actor, at: datetime | None = None
) -> Interest:
    """Close it: it binds nobody any more, and stays readable.

    Raises Forbidden; Stale when it was closed already; Refused without a reason.
    """
    DirectoryRules.cress_manager.require(actor, interest)
    at = at or timezone.now()
    _standing(interest)
    if not reason.strip():
        _refuse([Unmet("reason", "Dites pourquoi ce lien n’existe plus.", field="reason")])
    return amend(
        interest,
        action="end",
        actor=actor,
        at=at,
        reason=reason.strip(),
        ended_on=timezone.localdate(at),
    )


def _standing(interest: Interest) -> Interest:
    """The row as it is now, locked. Stale once it is closed."""
    found: Interest = Interest.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=interest.pk
    )
    if found.ended_on is not None:
        raise Stale(f"Ce lien est clos depuis le {format_date(found.ended_on)}.")
    return found


def _problems(link: Link) -> Iterator[Unmet]:
    if (link.person is None) == (link.holder is None):
        yield Unmet(
            "of_one",
            "Dites qui a ce lien\u00a0: une personne, ou une organisation, pas les deux.",
            field="person",
        )
    if link.holder is not None and link.holder == link.organisation:
        yield Unmet(
            "itself", "Une organisation n’a pas de lien avec elle-même.", field="organisation"
        )
    if link.measure == Measure.RECUSAL and link.organisation is None:
        yield Unmet(
            "recused_from_all",
            "Un déport porte sur une organisation. Avec le dispositif lui-même, choisissez la "
            "transparence.",
            field="measure",
        )
    if not link.description.strip():
        yield Unmet("empty", "Dites en une phrase ce qu’est le lien.", field="description")


def _late(review_on: date, today: date) -> Iterator[Unmet]:
    if review_on <= today:
        yield Unmet("review_past", "Choisissez une date à venir.", field="review_on")


def _refuse(unmet: list[Unmet]) -> None:
    if unmet:
        raise Refused("Ce lien ne peut pas être inscrit ainsi.", unmet=unmet)
