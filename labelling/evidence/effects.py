"""What the structure writes beside the dossier, in the same transaction."""

from labelling.evidence.models import (
    AssemblyPresentation,
    Evidence,
    InternalPresentation,
    presentation_seal,
)
from labelling.instruction.records import write_record
from workflows.rules import Context, effect
from workflows.verdicts import Stale


@effect("labelling.write_evidence")
def write_evidence(context: Context) -> None:
    """The text of one principle."""
    write_record(
        Evidence,
        context,
        lookup={"dossier_id": context.case.pk, "principle": context.data["principle"]},
        values={"text": context.data["text"]},
        seen=context.data.get("seen"),
    )


@effect("labelling.write_presentation")
def write_presentation(context: Context) -> None:
    """The assembly, and how each internal body was told. Stale if they are not those seen."""
    seen = context.data.get("seen")
    if seen is not None and seen != _presentation_seal(context.case.pk):
        raise Stale("La présentation a changé depuis que vous l’avez ouverte.")
    own = {"dossier_id": context.case.pk}
    if assembly := context.data.get("assembly"):
        write_record(AssemblyPresentation, context, lookup=own, values=assembly)
    for body, values in context.data.get("bodies", {}).items():
        write_record(InternalPresentation, context, lookup={**own, "body": body}, values=values)


def _presentation_seal(dossier_id: int) -> str:
    return presentation_seal(
        [
            *AssemblyPresentation.objects.filter(dossier_id=dossier_id),
            *InternalPresentation.objects.filter(dossier_id=dossier_id),
        ]
    )
