"""The conditions of a removal's moves, and when one is asked for, or pointless."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils import timezone

from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.removals.enums import RemovalState
from directory.removals.inputs import RemovalProof
from directory.removals.models import OPEN, LogoRemoval, removal_due
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import perform
from workflows.history import history_model
from workflows.numbering import next_numbers
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.sweeping.doors import create_all
from workflows.verdicts import Unmet

# It follows from what became of the recognition, whoever decided that.
FOLLOWS = Actor.system("recognitions")
# What says that the logo could be shown: here, or before this site.
BEGUN_BY = ("start", "import")


@DirectoryRules.removal_shown.checks("quelque chose montre le retrait", needs_data=True)
def removal_shown(context: Context) -> Iterator[Unmet]:
    given = context.given(RemovalProof)
    if not (given.note.strip() or given.website or given.files):
        yield Unmet(
            "nothing_shown",
            "Dites ce qui a été retiré, donnez une adresse où le voir, ou joignez une pièce.",
            field="note",
        )


@DirectoryRules.removal_overdue.checks("le délai de retrait est passé")
def removal_overdue(context: Context) -> Iterator[Unmet]:
    due_on = context.case.due_on
    if context.today < due_on:
        yield Unmet("not_due", f"Le délai court jusqu’au {format_date(due_on)}.")


@DirectoryRules.removal_seen.checks("une preuve, ou ce que la CRESS a constaté", needs_data=True)
def removal_seen(context: Context) -> Iterator[Unmet]:
    if context.case.state == RemovalState.LATE and not context.reason:
        yield Unmet("nothing_seen", "Dites ce que vous avez constaté.", field="reason")


@DirectoryRules.ask_removal.does_for_all
def ask_removals(contexts: Sequence[Context]) -> None:
    """Ask for it, unless the logo could never be shown, or its removal is asked for already."""
    due = list(_owing(contexts))
    if not due:
        return
    at, today = contexts[0].at, contexts[0].today
    organisations = Organisation.objects.in_bulk({found.organisation_id for found in due})
    numbers = next_numbers(LogoRemoval.series, today.year, len(due))
    due_on = removal_due(today)
    removals = [
        LogoRemoval(
            organisation=organisations[recognition.organisation_id],
            recognition=recognition,
            kind=LogoRemoval._meta.label_lower,
            title=organisations[recognition.organisation_id].name,
            reference=number,
            opened_at=at,
            due_on=due_on,
        )
        for recognition, number in zip(due, numbers, strict=True)
    ]
    create_all(removals, actor=FOLLOWS, action="ask", at=at)


def _owing(contexts: Sequence[Context]) -> Iterator[Recognition]:
    """Those that began, and of which nothing that still holds asks it yet."""
    recognitions: list[Recognition] = [context.case for context in contexts]
    keys = [recognition.pk for recognition in recognitions]
    history = history_model(Recognition).objects
    began = set(history.filter(id__in=keys, transition__in=BEGUN_BY).values_list("id", flat=True))
    asked: dict[int, list[LogoRemoval]] = defaultdict(list)
    for removal in LogoRemoval.objects.filter(recognition__in=began):
        asked[removal.recognition_id].append(removal)
    for recognition in recognitions:
        held = (_still_asks(removal, recognition) for removal in asked[recognition.pk])
        if recognition.pk in began and not any(held):
            yield recognition


def _still_asks(removal: LogoRemoval, recognition: Recognition) -> bool:
    """What a suspension asked holds when it turns into an end."""
    if removal.state in OPEN:
        return True
    since = recognition.suspended_on
    asked_on = timezone.localdate(removal.opened_at)
    return removal.state == RemovalState.CONFIRMED and since is not None and asked_on >= since


@DirectoryRules.lift_removal.does_for_all
def lift_removals(contexts: Sequence[Context]) -> None:
    """Whoever holds a recognition of that kind again may show the logo."""
    holders: dict[str, list[int]] = defaultdict(list)
    for context in contexts:
        holders[context.case.kind].append(context.case.organisation_id)
    for kind, organisations in holders.items():
        same = LogoRemoval.objects.filter(
            organisation__in=organisations, recognition__kind=kind, state__in=OPEN
        )
        for removal in same.select_for_update(no_key=True, of=("self",)).order_by("pk"):
            perform(removal, "lift", actor=FOLLOWS, at=contexts[0].at)
