"""The conditions of a removal's moves, and when one is asked for, or pointless."""

from collections.abc import Iterator

from directory.recognitions.models import Recognition
from directory.removals.enums import RemovalState
from directory.removals.inputs import RemovalProof
from directory.removals.models import OPEN, LogoRemoval, removal_delay
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.numbering import next_number
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet

# It follows from what became of the recognition, whoever decided that.
FOLLOWS = Actor.system("recognitions")


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


@DirectoryRules.ask_removal.does
def ask_removal(context: Context) -> None:
    """Ask for it, unless the logo could never be shown, or its removal is asked for already."""
    recognition: Recognition = context.case
    began = recognition.history.filter(transition="start").exists()
    if not began or _asked_since_suspended(recognition):
        return
    removal = LogoRemoval(
        organisation=recognition.organisation,
        recognition=recognition,
        kind=LogoRemoval._meta.label_lower,
        title=recognition.organisation.name,
        reference=next_number(LogoRemoval.series, context.today.year),
        opened_at=context.at,
        due_on=context.today + removal_delay(),
    )
    create(removal, actor=FOLLOWS, action="ask", at=context.at)


def _asked_since_suspended(recognition: Recognition) -> bool:
    """What a suspension asked holds when it turns into an end."""
    found = LogoRemoval.objects.filter(recognition=recognition)
    if found.filter(state__in=OPEN).exists():
        return True
    since = recognition.suspended_on
    if since is None:
        return False
    return found.filter(state=RemovalState.CONFIRMED, opened_at__date__gte=since).exists()


@DirectoryRules.lift_removal.does
def lift_removal(context: Context) -> None:
    """Whoever holds a recognition of that kind again may show the logo."""
    recognition: Recognition = context.case
    same = LogoRemoval.objects.filter(
        organisation=recognition.organisation_id,
        recognition__kind=recognition.kind,
        state__in=OPEN,
    )
    for removal in same.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        perform(removal, "lift", actor=FOLLOWS, at=context.at)
