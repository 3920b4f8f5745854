"""Changing a delay from a day on, and undoing a change before it holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from directory.delays.catalogue import KNOWN, Known
from directory.delays.in_force import read_again, schedule
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import amend, create
from workflows.presentation.french import format_date
from workflows.verdicts import Refused, Stale, Unmet

REFUSED = "Ce délai ne peut pas être modifié ainsi."
FURTHEST = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True)
class NewLength:
    """What is decided of the delay `key`: `length` from `holds_from` on."""

    key: str
    length: Length
    holds_from: date


@transaction.atomic
def change_delay(
    new: NewLength,
    *,
    reason: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> DelayChange:
    """Have a delay last otherwise from a day on, today or later; what runs keeps its date.

    `seen` is what `last_act_on` gave to whoever decides. Raises KeyError for a delay that nobody
    knows, Forbidden for anyone but the direction of the CRESS, or the system; Refused out of the
    bounds, in the past, without reason or without change; Stale when somebody changed this delay
    since, or any at the same moment.
    """
    known = KNOWN[new.key]
    DirectoryRules.cress_manager.require(actor, DelayChange())
    at = at or timezone.now()
    today = timezone.localdate(at)
    if seen is not None and seen != last_act_on(new.key):
        raise overtaken()
    _refuse([*problems(known, new, today), *_unreasoned(reason)])
    made = DelayChange(
        key=new.key,
        number=new.length.number,
        unit=new.length.unit,
        holds_from=new.holds_from,
        decided_on=today,
        revision=_next_revision(),
    )
    try:
        with transaction.atomic():
            create(made, actor=actor, action="decide", reason=reason.strip(), at=at)
    except IntegrityError:
        raise overtaken() from None
    read_again()
    return made


@transaction.atomic
def undo_change(
    change: DelayChange, *, reason: str, actor: Actor, at: datetime | None = None
) -> DelayChange:
    """Have a change never hold, as long as it does not yet; its line stays.

    Raises Forbidden; Stale when it was undone already, or anything was done at the same moment;
    Refused without reason, or once it holds.
    """
    DirectoryRules.cress_manager.require(actor, change)
    at = at or timezone.now()
    today = timezone.localdate(at)
    current = DelayChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    if current.undone_on is not None:
        raise Stale(f"Cette modification est annulée depuis le {format_date(current.undone_on)}.")
    if current.holds_from <= today:
        since = format_date(current.holds_from)
        words = f"Ce délai vaut depuis le {since}\u00a0: modifiez-le plutôt à nouveau."
        _refuse([Unmet("in_force", words, current.get_absolute_url())])
    _refuse(list(_unreasoned(reason)))
    try:
        with transaction.atomic():
            amend(
                change,
                action="undo",
                actor=actor,
                at=at,
                reason=reason.strip(),
                undone_on=today,
                revision=_next_revision(),
            )
    except IntegrityError:
        raise overtaken() from None
    read_again()
    return change


def last_act_on(key: str) -> str:
    """The digest of the last act on one delay; empty before the first. One query."""
    found = DelayChange.objects.filter(key=key).order_by("-revision")
    return found.values_list("history_head", flat=True).first() or ""


def problems(known: Known, new: NewLength, today: date) -> list[Unmet]:
    """Why `known` cannot be so, each beside its field."""
    found = [*_of_length(known, new.length), *_of_day(known, new.holds_from, today)]
    if not found and schedule().on(new.holds_from, known.key).length == new.length:
        words = f"Ce délai est déjà de {new.length} ce jour-là."
        found.append(Unmet("unchanged", words, field="number"))
    return found


def _of_length(known: Known, length: Length) -> list[Unmet]:
    if length.unit not in known.units:
        return [Unmet("unit", "Ce délai ne se compte pas ainsi.", field="unit")]
    if known.admits(length):
        return []
    least, most = Length(known.least, length.unit), Length(known.most, length.unit)
    words = f"Choisissez de {least} à {most}."
    return [Unmet("bounds", f"{known.bound} {words}".strip(), field="number")]


def _of_day(known: Known, holds_from: date, today: date) -> list[Unmet]:
    soonest = first_day(known, today)
    if holds_from < soonest:
        when = "aujourd’hui" if soonest == today else "demain"
        words = f"Choisissez un jour à venir\u00a0: {when}, le {format_date(soonest)}, au plus tôt."
        if known.replayed:
            words += " Ce qui se décide aujourd’hui suit la règle d’aujourd’hui."
        return [Unmet("past", words, field="holds_from")]
    if holds_from > today + FURTHEST:
        words = f"Choisissez un jour avant le {format_date(today + FURTHEST)}."
        return [Unmet("too_far", words, field="holds_from")]
    return []


def first_day(known: Known, today: date) -> date:
    """The first day from which a change decided on `today` may hold."""
    return today + timedelta(days=1) if known.replayed else today


def overtaken() -> Stale:
    return Stale(
        "Les délais ont changé entre-temps. Relisez la page avant de recommencer\u00a0: rien n’a "
        "été enregistré."
    )


def _next_revision() -> int:
    """The database lets one act have it: of two at once, the second is told (`overtaken`)."""
    last: int | None = DelayChange.objects.aggregate(last=Max("revision"))["last"]
    return (last or 0) + 1


def _unreasoned(reason: str) -> list[Unmet]:
    if reason.strip():
        return []
    return [Unmet("reason", "Dites pourquoi\u00a0: l’historique le garde.", field="reason")]


def _refuse(unmet: list[Unmet]) -> None:
    if unmet:
        raise Refused(REFUSED, unmet=unmet)
