"""What the committee's validation grants: the label, or the listing of an accompanist."""

from directory.annuaire.operations import publish
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import grant
from labelling.referencing.reading.published import facts_of
from labelling.rulebook import LabellingRules
from workflows.rules import Context


@LabellingRules.grant_label.does
def grant_label(context: Context) -> None:
    """The label exists, three years from the committee's validation."""
    _grant(RecognitionKind.LABEL, context)


@LabellingRules.grant_listing.does
def grant_listing(context: Context) -> None:
    """The listing exists, and the annuaire shows it the same instant."""
    recognition = _grant(RecognitionKind.ACCOMPANIST, context)
    publish(recognition, facts_of(context.case))


def _grant(kind: RecognitionKind, context: Context) -> Recognition:
    application = context.case
    return grant(
        organisation=application.organisation,
        kind=kind,
        signature=application.signature,
        case=application,
        at=context.at,
        actor=context.actor,
    )
