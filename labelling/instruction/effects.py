"""What the instruction writes beside the dossier, in the same transaction."""

from labelling.dossiers.models import Dossier
from labelling.dossiers.records import write_record
from labelling.instruction.models import Assessment, Complement
from workflows.engine import amend, create
from workflows.flow.flows import readdress
from workflows.rules import Context, effect


@effect("labelling.write_answer")
def write_answer(context: Context) -> None:
    """The answer to one requested item of this dossier."""
    complement = Complement.objects.get(
        dossier_id=context.case.pk, pk=context.data["complement_id"]
    )
    amend(
        complement,
        action=context.action,
        actor=context.actor,
        at=context.at,
        seen=context.data.get("seen"),
        answer=context.data["answer"],
        answered_at=context.at,
    )


@effect("labelling.write_assessment")
def write_assessment(context: Context) -> None:
    """The finding on one principle, with its reasons."""
    write_record(
        Assessment,
        context,
        lookup={"principle": context.data["principle"]},
        values={"finding": context.data["finding"], "reasons": context.data["reasons"]},
    )


@effect("labelling.address_requests")
def address_requests(context: Context) -> None:
    """What was asked of the person in charge is asked of the new one."""
    readdress(context.case)


@effect("labelling.open_complements")
def open_complements(context: Context) -> None:
    """The items the instructor asks for: a list of (principle or "", request)."""
    _request(context.case, context.data["items"], context)


@effect("labelling.ask_for_what_the_committee_wants")
def ask_for_what_the_committee_wants(context: Context) -> None:
    """An adjournment asks the structure for what the committee's reasons say."""
    _request(context.case, [("", context.reason)], context)


def _request(dossier: Dossier, items: list[tuple[str, str]], context: Context) -> None:
    last = dossier.complements.order_by("-round").values_list("round", flat=True).first() or 0
    for principle, request in items:
        create(
            Complement(dossier=dossier, round=last + 1, principle=principle, request=request),
            actor=context.actor,
            action=context.action,
            at=context.at,
        )
