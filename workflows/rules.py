"""Guards and effects: what a transition asks besides who acts, and what else it changes.

Each is declared in a rulebook, and written under its decorator (see `workflows.policies`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, TypeVar

from django.utils import timezone

from workflows.actors import Actor
from workflows.policies import Rule
from workflows.verdicts import Unmet

Input = TypeVar("Input")
Found = TypeVar("Found")
Check = TypeVar("Check", bound="Callable[[Context], Iterable[Unmet]]")
Run = TypeVar("Run", bound="Callable[[Context], None]")
RunAll = TypeVar("RunAll", bound="Callable[[Sequence[Context]], None]")


@dataclass(frozen=True, slots=True)
class Context:
    """One action under way: what is acted on, by whom, when, with what.

    `data` is the input that the law says the action takes (None where it takes none, and when a
    page only asks), read with `given`. `reason` is the words that the history keeps, `seen` what
    the person was looking at (a digest; None when nobody looked), `at` the one timestamp of the
    whole action (aware, UTC). `known` is what guards have read of the case (`once`).
    """

    case: Any
    action: str
    actor: Actor
    at: datetime
    data: Any = None
    reason: str = ""
    seen: str | None = None
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, read: Callable[[Any], Found]) -> Found:
        """What `read` says of the case, read once for all the guards of a question."""
        if read not in self.known:
            self.known[read] = read(self.case)
        found: Found = self.known[read]
        return found

    def given(self, kind: type[Input]) -> Input:
        """The input, which is a `kind`; TypeError for anything else, a defect of the caller."""
        if not isinstance(self.data, kind):
            raise TypeError(f"{self.action} takes {kind.__name__}, not {type(self.data).__name__}")
        return self.data

    @property
    def today(self) -> date:
        """The calendar day of the action, in France."""
        return _day(self.at, timezone.get_current_timezone())


@lru_cache(maxsize=16)  # many actions share their moment
def _day(at: datetime, zone: tzinfo) -> date:
    return timezone.localdate(at, zone)


class Guard(Rule):
    """A condition on an object. `label` says in French what it demands, for the printed law.

    `unmet(context)` yields the conditions that are not met. `needs_data`: the condition is about
    what is being submitted, so a page that only asks whether a button may show skips it. `reads`
    names the relations of the case that it follows: read once for all, when it is asked of many.
    """

    label: str
    unmet: Callable[[Context], Iterable[Unmet]]
    needs_data: bool
    reads: tuple[str, ...]

    def checks(
        self, label: str, *, needs_data: bool = False, reads: tuple[str, ...] = ()
    ) -> Callable[[Check], Check]:
        """Write the guard: the decorated generator yields the unmet conditions."""

        def write(unmet: Check) -> Check:
            self._sign()
            self.label, self.unmet = label, unmet
            self.needs_data, self.reads = needs_data, reads
            return unmet

        return write


class Effect(Rule):
    """What else changes, in the same transaction: `run(context)` writes it.

    `run_all(contexts)` does so for several cases on which a same action is under way.
    """

    run: Callable[[Context], None]
    run_all: Callable[[Sequence[Context]], None]

    def does(self, run: Run) -> Run:
        """Write the effect: the decorated function, for one case."""

        def run_all(contexts: Sequence[Context]) -> None:
            for context in contexts:
                run(context)

        self._sign()
        self.run, self.run_all = run, run_all
        return run

    def does_for_all(self, run_all: RunAll) -> RunAll:
        """Write the effect: the decorated function, for any number of cases in few statements."""
        self._sign()
        self.run, self.run_all = lambda context: run_all([context]), run_all
        return run_all


def unmet_conditions(guards: Iterable[Guard], context: Context, *, preview: bool) -> list[Unmet]:
    """Every unmet condition of `guards`; a preview skips those about typed data."""
    return [
        unmet
        for guard in guards
        if not (guard.needs_data and preview)
        for unmet in guard.unmet(context)
    ]
