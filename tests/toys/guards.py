"""What a repair must have before it goes on."""

from collections.abc import Iterator

from tests.toys.inputs import PartAwaited
from tests.toys.rulebook import ToyRules
from workflows.rules import Context
from workflows.verdicts import Unmet


@ToyRules.described.checks("la panne est décrite")
def described(context: Context) -> Iterator[Unmet]:
    if not context.case.fault:
        yield Unmet("no_fault", "Décrire la panne", context.case.get_absolute_url() + "#panne")


@ToyRules.photographed.checks("l’objet est photographié")
def photographed(context: Context) -> Iterator[Unmet]:
    if not context.case.photographed:
        yield Unmet("no_photo", "Photographier l’objet", context.case.get_absolute_url() + "#photo")


@ToyRules.part_dated.checks("une échéance est fixée", needs_data=True)
def part_dated(context: Context) -> Iterator[Unmet]:
    due_on = context.given(PartAwaited).due_on
    if due_on is None or due_on <= context.today:
        yield Unmet("no_deadline", "Fixez une échéance à venir.", field="part_due_on")


@ToyRules.part_overdue.checks("l’échéance de la pièce est passée")
def part_overdue(context: Context) -> Iterator[Unmet]:
    if context.case.part_due_on >= context.today:
        yield Unmet("part_awaited", "La pièce peut encore venir.")
