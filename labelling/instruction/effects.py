"""What the instruction writes beside the application, in the same transaction."""

from collections.abc import Sequence

from labelling.instruction.inputs import (
    ComplementAnswer,
    ComplementRequests,
    CriterionAssessment,
)
from labelling.instruction.models import Application, Assessment, Complement
from labelling.instruction.records import write_record
from labelling.rulebook import LabellingRules
from workflows.engine import amend, create
from workflows.flow.flows import readdress
from workflows.rules import Context


@LabellingRules.write_answer.does
def write_answer(context: Context) -> None:
    """The answer to one requested item of this application."""
    given = context.given(ComplementAnswer)
    complement = Complement.objects.get(case_id=context.case.pk, pk=given.complement_id)
    amend(
        complement,
        action=context.action,
        actor=context.actor,
        at=context.at,
        seen=context.seen,
        answer=given.answer,
        answered_at=context.at,
    )


@LabellingRules.write_assessment.does
def write_assessment(context: Context) -> None:
    """The finding on one criterion, with its reasons."""
    given = context.given(CriterionAssessment)
    write_record(
        Assessment,
        context,
        lookup={"case_id": context.case.pk, "criterion": given.criterion},
        values={"finding": given.finding, "reasons": given.reasons},
        confirmed=given.confirmed,
    )


@LabellingRules.address_requests.does
def address_requests(context: Context) -> None:
    """What was asked of the person in charge is asked of the new one."""
    readdress(context.case)


@LabellingRules.open_complements.does
def open_complements(context: Context) -> None:
    """The items the instructor asks for: a list of (criterion or "", request)."""
    _request(context.case, context.given(ComplementRequests).items, context)


@LabellingRules.ask_for_what_the_committee_wants.does
def ask_for_what_the_committee_wants(context: Context) -> None:
    """An adjournment asks the organisation for what the committee's reasons say."""
    _request(context.case, [("", context.reason)], context)


def _request(application: Application, items: Sequence[tuple[str, str]], context: Context) -> None:
    last = application.complements.order_by("-round").values_list("round", flat=True).first() or 0
    for criterion, request in items:
        create(
            Complement(case=application, round=last + 1, criterion=criterion, request=request),
            actor=context.actor,
            action=context.action,
            at=context.at,
        )
