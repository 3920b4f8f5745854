"""Repairs in any state, brought there by `perform()` alone."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from tests import factories
from tests.toys.enums import RepairState as S
from tests.toys.inputs import Fault, PartAwaited
from tests.toys.models import Repair
from workflows.actors import Actor
from workflows.engine import create, perform


def mender_of(repair: Repair) -> Any:
    """Somebody who is invited to mend it."""
    person = factories.user("Sacha", "Guérin")
    repair.invited.add(person)
    return person


def decision(repair: Repair, outcome: str = "accept") -> Actor:
    """The actor of a decision about `repair`, without a meeting."""
    return Actor.decision(SimpleNamespace(pk=0, case_id=repair.pk, outcome=outcome))


def bring(title: str = "Une brouette") -> Repair:
    return create(
        Repair(
            owner=factories.user("Dominique", "Lebreton"),
            title=title,
            kind=Repair._meta.label_lower,
            opened_at=timezone.now(),
        ),
        actor=factories.SYSTEM,
        action="bring",
    )


def describe(repair: Repair) -> None:
    """All that is demanded of it before it is asked for."""
    owner = Actor.of(repair.owner)
    perform(repair, "describe", actor=owner, data=Fault("Roue voilée.", True))


def _ask(repair: Repair) -> None:
    describe(repair)
    perform(repair, "ask", actor=Actor.of(repair.owner))


def _take(repair: Repair) -> None:
    perform(repair, "take_charge", actor=Actor.of(mender_of(repair)))


def _wait(repair: Repair) -> None:
    due_on = timezone.localdate() + timedelta(days=30)
    perform(repair, "ask_for_part", actor=Actor.of(repair.assignee), data=PartAwaited(due_on))


def _accept(repair: Repair) -> None:
    perform(repair, "accept", actor=decision(repair))


def _refuse(repair: Repair) -> None:
    actor = decision(repair, "refuse")
    perform(repair, "refuse", actor=actor, reason="Plus de pièces.")


def _drop(repair: Repair) -> None:
    perform(repair, "drop", actor=Actor.of(repair.owner))


PATHS = {
    S.DRAFT: [],
    S.ASKED: [_ask],
    S.UNDER_WAY: [_ask, _take],
    S.WAITING: [_ask, _take, _wait],
    S.MENDED: [_ask, _take, _accept],
    S.REFUSED: [_ask, _take, _refuse],
    S.DROPPED: [_drop],
}


def repair(state: str = S.DRAFT, title: str = "Une brouette") -> Repair:
    """A repair brought to `state` by the shortest lawful path."""
    made = bring(title)
    for step in PATHS[S(state)]:
        step(made)
    assert made.state == state
    return made
