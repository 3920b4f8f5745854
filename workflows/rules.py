"""Guards and effects, named and registered, so that a lifecycle can be printed as a table.

A guard yields the conditions that are not met. An effect writes what else changes, in the same
transaction. Lifecycles name them (`"labelling.files_clean"`) because models come before rules.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from workflows.actors import Actor
from workflows.verdicts import Unmet

Input = TypeVar("Input")


@dataclass(frozen=True, slots=True)
class Context:
    """One action under way: what is acted on, by whom, when, with what.

    `data` is the input that the law says the action takes (None where it takes none, and when a
    page only asks), read with `given`. `reason` is the words that the history keeps, `seen` what
    the person was looking at (a digest; None when nobody looked), `at` the one timestamp of the
    whole action (aware, UTC).
    """

    case: Any
    action: str
    actor: Actor
    at: datetime
    data: Any = None
    reason: str = ""
    seen: str | None = None

    def given(self, kind: type[Input]) -> Input:
        """The input, which is a `kind`; TypeError for anything else, a defect of the caller."""
        if not isinstance(self.data, kind):
            raise TypeError(f"{self.action} takes {kind.__name__}, not {type(self.data).__name__}")
        return self.data

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
