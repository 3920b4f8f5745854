"""Guards of the directory's lifecycles."""

from collections.abc import Iterator


from directory.enums import RecognitionState
from directory.models import Membership
from workflows.rules import Context, guard
from workflows.verdicts import Unmet


@guard("directory.not_the_last_representative", label="il reste un représentant légal")
def not_the_last_representative(context: Context) -> Iterator[Unmet]:
    membership = context.case
    others = Membership.objects.representatives().filter(
        organisation_id=membership.organisation_id
    )
    if not others.exclude(pk=membership.pk).exists():
        yield Unmet(
            "last_representative",
            "C’est le seul représentant légal. Nommez-en un autre d’abord.",
        )


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
    following = getattr(context.case, "next", None)
    if following is None or following.state != RecognitionState.SCHEDULED:
        yield Unmet("no_next", "Aucune reconnaissance suivante n’est prête.")
    elif following.valid_from > context.today:
        yield Unmet("next_too_early", "La suivante ne commence pas encore.")
