"""What the structure writes beside the dossier, in the same transaction."""

from labelling.dossiers.records import write_record
from labelling.evidence.models import (
    AssemblyPresentation,
    Evidence,
    InternalPresentation,
    presentation_seal,
)
from workflows.rules import Context, effect
from workflows.verdicts import Stale


@effect("labelling.write_evidence")
def write_evidence(context: Context) -> None:
    """The text of one principle, when the data names one."""
    if "principle" in context.data:
        write_record(
            Evidence,
            context,
            lookup={"principle": context.data["principle"]},
            values={"text": context.data["text"]},
        )


@effect("labelling.write_presentation")
def write_presentation(context: Context) -> None:
    """The assembly, and how each internal body was told. Stale if they are not those seen."""
    seen = context.data.get("seen_presentation")
    if seen is not None and seen != _presentation_seal(context.case.pk):
        raise Stale("La présentation a changé depuis que vous l’avez ouverte.")
    if assembly := context.data.get("assembly"):
        write_record(AssemblyPresentation, context, lookup={}, values=assembly)
    for body, values in context.data.get("bodies", {}).items():
        write_record(InternalPresentation, context, lookup={"body": body}, values=values)


def _presentation_seal(dossier_id: int) -> str:
    return presentation_seal(
        [
            *AssemblyPresentation.objects.filter(dossier_id=dossier_id),
            *InternalPresentation.objects.filter(dossier_id=dossier_id),
        ]
    )
