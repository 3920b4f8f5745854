"""Guards and effects of recognitions: their dates, and the order in which they follow."""

from collections.abc import Iterator
from datetime import date

from directory.delays.in_force import delay
from directory.recognitions.enums import LIVE, RecognitionState
from directory.recognitions.inputs import Extension, Suspension
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from workflows.engine import perform
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


@DirectoryRules.start_date_reached.checks("le premier jour de validité est venu")
def start_date_reached(context: Context) -> Iterator[Unmet]:
    if context.case.valid_from > context.today:
        yield Unmet("too_early", "Le premier jour de validité n’est pas encore venu.")


@DirectoryRules.end_date_passed.checks("le dernier jour de validité est passé")
def end_date_passed(context: Context) -> Iterator[Unmet]:
    if context.case.valid_until >= context.today:
        yield Unmet("still_valid", "La validité court encore.")


@DirectoryRules.next_recognition_ready.checks("la suivante peut commencer", reads=("followers",))
def next_recognition_ready(context: Context) -> Iterator[Unmet]:
    following = context.case.next
    if following is None or following.state != RecognitionState.SCHEDULED:
        yield Unmet("no_next", "Aucune reconnaissance suivante n’est prête.")
    elif following.valid_from > context.today:
        yield Unmet("next_too_early", "La suivante ne commence pas encore.")


@DirectoryRules.previous_gives_way.checks(
    "la précédente est renouvelée, ou finie d’elle-même", reads=("previous",)
)
def previous_gives_way(context: Context) -> Iterator[Unmet]:
    previous = context.case.previous
    if previous is None:
        return
    if previous.state == RecognitionState.SUSPENDED:
        yield Unmet(
            "previous_suspended",
            f"La reconnaissance {previous.number} est suspendue.",
            hint="La CRESS la rétablit ou la retire d’abord.",
        )
    elif previous.state == RecognitionState.ACTIVE:
        yield Unmet(
            "previous_running",
            f"La reconnaissance {previous.number} court encore\u00a0: elle se renouvelle d’abord.",
        )
    elif previous.state == RecognitionState.WITHDRAWN:
        yield Unmet("previous_withdrawn", f"La reconnaissance {previous.number} a été retirée.")


@DirectoryRules.suspension_settled.checks("aucune suivante n’attend la fin de sa suspension")
def suspension_settled(context: Context) -> Iterator[Unmet]:
    if context.case.state != RecognitionState.SUSPENDED:
        return
    following = context.case.next
    if following is not None and following.state == RecognitionState.SCHEDULED:
        yield Unmet(
            "suspension_unsettled",
            f"La reconnaissance {following.number} doit lui succéder.",
            hint="La CRESS rétablit ou retire d’abord celle qui est suspendue.",
        )


@DirectoryRules.suspension_bounded.checks(
    "la suspension ne dépasse pas son maximum", needs_data=True
)
def suspension_bounded(context: Context) -> Iterator[Unmet]:
    """From its first day, urgent or not."""
    until = context.given(Suspension).until
    longest = longest_suspension(context.case.suspended_on or context.today)
    if not context.today <= until <= longest:
        yield Unmet(
            "suspension_too_long",
            f"Une suspension prend fin au plus tard le {format_date(longest)}.",
        )


def longest_suspension(since: date) -> date:
    """The last day that a suspension begun on `since` may reach."""
    return delay("suspension_months", on=since).after(since)


@DirectoryRules.suspension_term_passed.checks("le terme de la suspension est passé")
def suspension_term_passed(context: Context) -> Iterator[Unmet]:
    due_on = context.case.suspension_due_on
    if due_on is None or context.today <= due_on:
        yield Unmet("suspension_running", "La suspension court encore.")


@DirectoryRules.extension_possible.checks("elle court encore, et aucune suivante ne l’attend")
def extension_possible(context: Context) -> Iterator[Unmet]:
    recognition = context.case
    if recognition.valid_until < context.today:
        ended = format_date(recognition.valid_until)
        yield Unmet("extension_too_late", f"Elle a pris fin le {ended}\u00a0: il est trop tard.")
    following = recognition.successor
    if following is not None:
        since = format_date(following.valid_from)
        yield Unmet(
            "already_followed",
            f"La reconnaissance {following.number} prend la suite le {since}.",
            following.get_absolute_url(),
        )


@DirectoryRules.extension_bounded.checks(
    "la nouvelle fin est après l’ancienne, et dans la limite", needs_data=True
)
def extension_bounded(context: Context) -> Iterator[Unmet]:
    """From the end that it was granted with, however many times."""
    recognition, until = context.case, context.given(Extension).until
    longest = recognition.furthest_extension
    if until <= max(recognition.valid_until, context.today):
        ends = format_date(recognition.valid_until)
        words = f"Choisissez un jour à venir, après le {ends}, sa fin actuelle."
        yield Unmet("extension_too_short", words, field="until")
    elif until > longest:
        words = f"Une prolongation va au plus tard jusqu’au {format_date(longest)}."
        yield Unmet("extension_too_long", words, field="until")


@DirectoryRules.no_other_live.checks("aucune autre n’a pris sa place")
def no_other_live(context: Context) -> Iterator[Unmet]:
    own = Recognition.objects.filter(
        organisation=context.case.organisation_id, kind=context.case.kind, state__in=LIVE
    )
    if other := own.exclude(pk=context.case.pk).first():
        yield Unmet("other_live", f"La reconnaissance {other} a pris sa place depuis.")


@DirectoryRules.take_next_along.does
def take_next_along(context: Context) -> None:
    """Do the same, for the same reason, to the renewal that has not begun; so on down the chain."""
    following = context.case.next
    if following is not None and following.state == RecognitionState.SCHEDULED:
        perform(
            following,
            context.action,
            actor=context.actor,
            data=context.data,
            reason=context.reason,
            at=context.at,
        )


@DirectoryRules.bring_next_back.does
def bring_next_back(context: Context) -> None:
    """The renewal that was taken along comes back as it was, unless another took its place."""
    following = context.case.next
    if following is None or following.state != RecognitionState.WITHDRAWN:
        return
    withdrawals = [_last_withdrawal(taken) for taken in (context.case, following)]
    if withdrawals[0] == withdrawals[1]:
        perform(
            following,
            "restore_ahead",
            actor=context.actor,
            reason=context.reason,
            at=context.at,
        )


def _last_withdrawal(recognition: Recognition) -> str | None:
    """The decision that withdrew it."""
    rows = recognition.history.filter(transition="withdraw").order_by("-history_id")
    return rows.values_list("actor", flat=True).first()
