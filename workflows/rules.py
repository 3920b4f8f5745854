"""Guards and effects, named and registered, so that a lifecycle can be printed as a table.

A guard yields the conditions that are not met. An effect writes what else changes, in the same
transaction. Lifecycles name them (`"labelling.files_clean"`) because models come before rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from workflows.actors import Actor
from workflows.verdicts import Unmet


@dataclass(frozen=True, slots=True)
class Context:
    """One action under way: what is acted on, by whom, when, with which data.

    `data` holds what the caller gave (already cleaned by a form or an operation), `reason` the
    words that the history keeps, `at` the one timestamp of the whole action (aware, UTC).
    """

    case: Any
    action: str
    actor: Actor
    at: datetime
    data: dict[str, Any]
    reason: str = ""

    @property
    def today(self) -> date:
        """The calendar day of the action, in France."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on an object. `label` says in French what it demands, for the printed law.

    `needs_data`: the condition is about what is being submitted, so a page that only asks
    whether a button may show skips it.
    """

    name: str
    label: str
    check: Callable[[Context], Iterable[Unmet]]
    needs_data: bool = False


Effect = Callable[[Context], None]
_guards: dict[str, Guard] = {}
_effects: dict[str, Effect] = {}


def guard(
    name: str, *, label: str, needs_data: bool = False
) -> Callable[[Callable[[Context], Iterable[Unmet]]], Guard]:
    """Register the decorated generator of unmet conditions as the guard `name`."""

    def register(check: Callable[[Context], Iterable[Unmet]]) -> Guard:
        if name in _guards:
            raise ImproperlyConfigured(f"guard {name} is defined twice")
        _guards[name] = Guard(name=name, label=label, check=check, needs_data=needs_data)
        return _guards[name]

    return register


def effect(name: str) -> Callable[[Effect], Effect]:
    """Register the decorated function as the effect `name`."""

    def register(run: Effect) -> Effect:
        if name in _effects:
            raise ImproperlyConfigured(f"effect {name} is defined twice")
        _effects[name] = run
        return run

    return register


def get_guard(name: str) -> Guard:
    """Return the guard `name`; KeyError when nobody registered it."""
    return _guards[name]


def get_effect(name: str) -> Effect:
    """Return the effect `name`; KeyError when nobody registered it."""
    return _effects[name]


def unmet_conditions(names: Iterable[str], context: Context, *, preview: bool) -> list[Unmet]:
    """Every unmet condition of the guards `names`; a preview skips those about typed data."""
    return [
        unmet
        for name in names
        if not ((rule := get_guard(name)).needs_data and preview)
        for unmet in rule.check(context)
    ]
