"""What a kind of case says of itself to the pages that every kind shares.

Each app registers its kinds with `@case_kind`. One that registers none still has its messages, its
files and its history: everyone writes in their own name, and files come with messages alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from workflows.models import Case


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for files on a case: `key` as in `Attachment.slot`, `label` as people read it.

    `action` is the action of the law by which its files are added and taken off; empty: those that
    are there stay. `url` leads to the page that asks for them, empty when no other page than that
    of the files does.
    """

    key: str
    label: str
    action: str = ""
    url: str = ""


class CaseKind:
    """What the shared pages ask of a kind; each method takes the child (a dossier, a review…)."""

    def voices(self, case: Any, authors: Collection[int]) -> Mapping[int, str]:
        """By author (a key), on whose behalf they write on `case`; none for their own."""
        return {}

    def slots(self, case: Any) -> Sequence[Slot]:
        """Where files go on `case`, in the order in which people read them."""
        return ()

    def page_to(self, case: Any, action: str) -> str:
        """The path of the page of `case` where people do `action`, of its law: its own page."""
        url: str = case.get_absolute_url()
        return url

    def records(self, case: Any, reader: Any = None) -> Sequence[Any]:
        """The histories of the records that `case` is made of, its own left out: each a `History`
        (`workflows.pages.history_rows`).

        `reader` is an actor: those that are not for them are left out. None reads them all.
        """
        return ()

    def untold(self, case: Any, reader: Any) -> tuple[str, ...]:
        """The actions of `case` of which its history says nothing to the actor `reader`."""
        return ()


_kinds: dict[str, CaseKind] = {}
_UNTOLD = CaseKind()


def case_kind(*models: type[Case]) -> Callable[[type[CaseKind]], type[CaseKind]]:
    """Register the decorated class as what cases of `models` say of themselves."""

    def register(kind: type[CaseKind]) -> type[CaseKind]:
        for model in models:
            if model._meta.label_lower in _kinds:
                raise ImproperlyConfigured(f"{model._meta.label} is told of twice")
            _kinds[model._meta.label_lower] = kind()
        return kind

    return register


def kind_of(case: Any) -> CaseKind:
    """What cases of this one's kind say of themselves; it may be the `Case` or its child."""
    return _kinds.get(case.kind, _UNTOLD)


def slot_of(case: Any, key: str) -> Slot:
    """The slot `key` of `case`; one whose files stay when its kind names no such one."""
    declared = {slot.key: slot for slot in kind_of(case).slots(case)}
    return declared.get(key) or Slot(key, "Autres pièces")
