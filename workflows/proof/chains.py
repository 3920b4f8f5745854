"""Every chain from its first row: sealed as it was, and allowed by the law."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import models

from workflows.history import GENESIS, Audited, ChainedHistory, history_model
from workflows.lifecycles import Lifecycle, machine_of
from workflows.proof.law import breaks_of_law
from workflows.proof.roles import breaks_of_role

GONE = "l’objet a disparu"
END: tuple[Any, tuple[Any, ...]] = (None, ())


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: `where` names the object or its row, `what` is in French."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where} : {self.what}"


def broken_chains(model: type[Audited], *, roles: bool = True) -> Generator[Problem, None, None]:
    """Recompute every chain of `model`, replay its law, compare each object with its last row.

    With `roles`, also ask whether each actor could act then, from facts that are proven elsewhere.
    Reads objects and rows side by side, in chunks: memory does not grow with either. Both must be
    of one moment (see `snapshot`), or what is written meanwhile would seem broken.
    """
    key_name = model._meta.pk.attname
    ordered = history_model(model).objects.order_by(key_name, "history_id")
    every: Any = model._base_manager.order_by("pk")
    # Closed by hand: a reading that stops early leaves no cursor to the garbage collector, which
    # would close it in the middle of another statement.
    with (
        closing(ordered.iterator(chunk_size=500)) as rows,
        closing(every.iterator(chunk_size=500)) as instances,
    ):
        chains = groupby(rows, key=attrgetter(key_name))
        key, chain = next(chains, END)
        for instance in instances:
            while key is not None and key < instance.pk:
                yield Problem(_named(model, key), GONE)
                key, chain = next(chains, END)
            if key != instance.pk:
                yield from _breaks(instance, (), roles)
                continue
            yield from _breaks(instance, chain, roles)
            key, chain = next(chains, END)
        while key is not None:
            yield Problem(_named(model, key), GONE)
            key, chain = next(chains, END)


def _named(model: type[models.Model], key: Any, row: Any = None) -> str:
    name = f"{model._meta.label} {key}"
    return name if row is None else f"{name}, ligne {row.history_id}"


def _breaks(instance: Audited, chain: Iterable[Any], roles: bool) -> Iterator[Problem]:
    """What is wrong in the chain of one object, oldest row first, then in the object itself."""
    model = type(instance)
    expected, last = GENESIS, None
    for row in chain:
        for what in _breaks_of_row(model, expected, last, row, roles):
            yield Problem(_named(model, instance.pk, row), what)
        expected, last = row.digest, row
    for what in _breaks_of_object(instance, last):
        yield Problem(_named(model, instance.pk), what)


def _breaks_of_row(
    model: type[Audited], expected: str, before: Any, row: Any, roles: bool
) -> Iterator[str]:
    if row.previous_digest != expected:
        yield "une ligne manque avant celle-ci, ou a été remplacée"
    if row.seal() != row.digest:
        yield "cette ligne a été modifiée"
    if issubclass(model, Lifecycle):
        machine = machine_of(model)
        yield from breaks_of_law(machine, before, row)
        if roles:
            law = before and machine.law_on(row.transition, row.history_date)
            yield from breaks_of_role(law, before, row)


def _breaks_of_object(instance: Audited, last: Any) -> Iterator[str]:
    if last is None:
        yield "l’objet n’a pas d’historique"
    elif instance.history_head != last.digest:
        yield "la dernière ligne manque"
    else:
        # The row's own columns win: a charter's `digest` is not in its rows, its text is.
        own = {field.attname for field in ChainedHistory._meta.fields}
        names = {field.attname for field in last.tracked_fields} - own
        changed = [name for name in names if getattr(instance, name) != getattr(last, name)]
        if changed:
            yield f"diffère de sa dernière ligne : {', '.join(sorted(changed))}"
