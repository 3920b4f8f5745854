"""What may be done to several cases at once. Each app registers the acts that it knows how to do.

An act is done to one case at a time, each in its own transaction, by the rules that hold for one.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from workflows.actors import Actor


class BulkAct(ABC):
    """One act: `key` names it, `label` says it on the button, `chosen` what it asks to choose
    (empty: nothing), `written` what it asks to write (empty: nothing)."""

    key: ClassVar[str]
    label: ClassVar[str]
    chosen: ClassVar[str] = ""
    written: ClassVar[str] = ""

    def choices(self) -> Sequence[tuple[str, str]]:
        """What may be chosen: values and words."""
        return ()

    @abstractmethod
    def do(self, case: Any, *, choice: str, text: str, actor: Actor) -> str:
        """Do it to `case`, of its own kind, and say in French what was done.

        In the transaction of the caller, and in the database alone: it is rehearsed as well.
        Raises Forbidden, Refused or Stale.
        """


_acts: dict[str, BulkAct] = {}


def bulk_act(act: type[BulkAct]) -> type[BulkAct]:
    """Register `act`."""
    _acts[act.key] = act()
    return act


def bulk_acts() -> dict[str, BulkAct]:
    """All of them, by their keys."""
    return dict(_acts)
