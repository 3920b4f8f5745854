"""A moment of some objects' lives, and what people may try there at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations_with_replacement, product
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from tests.racing import Act
from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import Lifecycle, machine_of

TICK = Actor.system("tick")
Acts = Mapping[str, Act]
AnyModel = TypeVar("AnyModel", bound=Model)


@dataclass(frozen=True)
class Scene:
    """`make()` gives a fresh world: what may be tried in it, each act by its name.

    A name tells the actions that the act goes through, `agendaitem.decide+dossier.refuse`, then in
    which way if there are several: `membership.end of another`. In a world of two sides, each act
    of one meets each of the other; in one of a single side, they all meet each other.
    `refused`: the names of those that are, alone; another act of the scene may make them possible.
    """

    name: str
    make: Callable[[], tuple[Acts, ...]]
    refused: frozenset[str] = frozenset()

    def pairs(self, sides: tuple[Acts, ...]) -> Iterator[tuple[str, str]]:
        """Each pair once, each act now first, now second; not where both are refused alone.

        There the first changes nothing, so the second is refused as it is alone.
        """
        one, other = sides[0], sides[-1]
        met = product(one, other) if len(sides) > 1 else combinations_with_replacement(one, 2)
        ranks = {name: rank for rank, name in enumerate({**one, **other})}
        for first, second in met:
            if not self.refused.issuperset((first, second)):
                even = (ranks[first] + ranks[second]) % 2 == 0
                yield (first, second) if even else (second, first)


def actions_of(act: str) -> list[str]:
    """The actions that the name of an act tells: those with a dot."""
    return [name for name in act.partition(" ")[0].split("+") if "." in name]


def again(instance: AnyModel) -> AnyModel:
    """`instance` as whoever begins to act reads it: without what is not committed yet."""
    found: AnyModel = type(instance)._default_manager.get(pk=instance.pk)
    return found


def performing(
    instance: Lifecycle,
    name: str,
    actor: Actor,
    *,
    data: object = None,
    reason: str = "",
    at: datetime | None = None,
) -> dict[str, Act]:
    """The act that performs the transition `name`, under its name; nothing where it cannot be."""
    if instance.state not in machine_of(type(instance)).transitions[name].sources:
        return {}
    key = f"{instance._meta.model_name}.{name}"
    return {
        key: lambda: perform(again(instance), name, actor=actor, data=data, reason=reason, at=at)
    }


def possible(instance: Lifecycle, acts: Acts) -> dict[str, Act]:
    """Those of `acts`, named after transitions of `instance`, that its state allows."""
    allowed = {t.name for t in machine_of(type(instance)).from_state(instance.state)}
    return {name: act for name, act in acts.items() if actions_of(name)[0].split(".")[1] in allowed}


def in_days(days: int) -> datetime:
    """As France reads its clock: soon after midnight there, Greenwich is still the day before."""
    return timezone.localtime() + timedelta(days=days)


def at_noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def morning_after(day: date | None) -> datetime:
    """Once a last day is over; the day is there."""
    assert day is not None
    return at_noon(day + timedelta(days=1))
