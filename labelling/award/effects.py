"""The label that the committee's validation grants."""

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.operations import grant
from labelling.rulebook import LabellingRules
from workflows.rules import Context


@LabellingRules.grant_label.does
def grant_label(context: Context) -> None:
    """The label exists, three years from the committee's validation."""
    dossier = context.case
    grant(
        organisation=dossier.organisation,
        kind=RecognitionKind.LABEL,
        signature=dossier.signature,
        case=dossier,
        at=context.at,
        actor=context.actor,
    )
