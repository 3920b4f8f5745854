"""Guards and effects of recognitions: their dates, and the order in which they follow."""

from collections.abc import Iterator

from directory.recognitions.enums import RecognitionState
from directory.rulebook import DirectoryRules
from workflows.engine import perform
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


@DirectoryRules.next_recognition_ready.checks("la suivante peut commencer")
def next_recognition_ready(context: Context) -> Iterator[Unmet]:
    following = context.case.next
    if following is None or following.state != RecognitionState.SCHEDULED:
        yield Unmet("no_next", "Aucune reconnaissance suivante n’est prête.")
    elif following.valid_from > context.today:
        yield Unmet("next_too_early", "La suivante ne commence pas encore.")


@DirectoryRules.previous_gives_way.checks("la précédente est renouvelée, ou finie d’elle-même")
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


@DirectoryRules.take_next_along.does
def take_next_along(context: Context) -> None:
    """Do the same, for the same reason, to the renewal that has not begun; so on down the chain."""
    following = context.case.next
    if following is not None and following.state == RecognitionState.SCHEDULED:
        perform(
            following, context.action, actor=context.actor, reason=context.reason, at=context.at
        )
