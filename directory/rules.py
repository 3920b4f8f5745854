"""Guards and effects of the directory's lifecycles."""

from collections.abc import Iterator

from directory.enums import MembershipRole, RecognitionState
from directory.models import Membership, Organisation
from workflows.engine import perform
from workflows.rules import Context, effect, guard
from workflows.verdicts import Refused, Unmet

LAST_REPRESENTATIVE = Unmet(
    "last_representative",
    "C’est le seul représentant légal.",
    hint="Nommez-en un autre d’abord, parmi les membres ou par une invitation.",
)


@guard("directory.not_the_last_representative", label="il reste un représentant légal")
def not_the_last_representative(context: Context) -> Iterator[Unmet]:
    membership = context.case
    if membership.role != MembershipRole.REPRESENTATIVE:
        return
    others = Membership.objects.representatives().filter(organisation_id=membership.organisation_id)
    if not others.exclude(pk=membership.pk).exists():
        yield LAST_REPRESENTATIVE


@effect("directory.keep_a_representative")
def keep_a_representative(context: Context) -> None:
    """Two representatives who end each other's access at once both pass the guard.

    The organisation's row makes the second wait here, and look again.
    """
    if context.case.role != MembershipRole.REPRESENTATIVE:
        return
    organisation_id = context.case.organisation_id
    Organisation.objects.select_for_update().get(pk=organisation_id)
    representatives = Membership.objects.representatives()
    if not representatives.filter(organisation_id=organisation_id).exists():
        raise Refused(
            "L’organisation doit garder un représentant légal.", unmet=[LAST_REPRESENTATIVE]
        )


@guard(
    "directory.not_yet_representative", label="la personne ne représente pas déjà l’organisation"
)
def not_yet_representative(context: Context) -> Iterator[Unmet]:
    if context.case.role == MembershipRole.REPRESENTATIVE:
        yield Unmet("already_representative", "Cette personne est déjà représentant légal.")


@guard("directory.start_date_reached", label="le premier jour de validité est venu")
def start_date_reached(context: Context) -> Iterator[Unmet]:
    if context.case.valid_from > context.today:
        yield Unmet("too_early", "Le premier jour de validité n’est pas encore venu.")


@guard("directory.end_date_passed", label="le dernier jour de validité est passé")
def end_date_passed(context: Context) -> Iterator[Unmet]:
    if context.case.valid_until >= context.today:
        yield Unmet("still_valid", "La validité court encore.")


@guard("directory.next_recognition_ready", label="la suivante peut commencer")
def next_recognition_ready(context: Context) -> Iterator[Unmet]:
    following = context.case.next
    if following is None or following.state != RecognitionState.SCHEDULED:
        yield Unmet("no_next", "Aucune reconnaissance suivante n’est prête.")
    elif following.valid_from > context.today:
        yield Unmet("next_too_early", "La suivante ne commence pas encore.")


@guard("directory.previous_gives_way", label="la précédente est renouvelée, ou finie d’elle-même")
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


@guard("directory.suspension_settled", label="aucune suivante n’attend la fin de sa suspension")
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


@effect("directory.take_next_along")
def take_next_along(context: Context) -> None:
    """Do the same, for the same reason, to the renewal that has not begun; so on down the chain."""
    following = context.case.next
    if following is not None and following.state == RecognitionState.SCHEDULED:
        perform(
            following, context.action, actor=context.actor, reason=context.reason, at=context.at
        )
