"""What the structure writes beside the dossier, in the same transaction."""

from dataclasses import replace

from directory.charters.enums import PrincipleKey
from labelling.dossiers.inputs import FormerDossier, PresentationAccount, PrincipleEvidence
from labelling.evidence.models import (
    AssemblyPresentation,
    Evidence,
    InternalPresentation,
    presentation_seal,
)
from labelling.instruction.records import write_record
from labelling.rulebook import LabellingRules
from workflows.correspondence.operations import attachments_of
from workflows.models import Attachment, Case
from workflows.rules import Context
from workflows.verdicts import Stale


@LabellingRules.write_evidence.does
def write_evidence(context: Context) -> None:
    """The text of one principle."""
    given = context.given(PrincipleEvidence)
    write_record(
        Evidence,
        context,
        lookup={"dossier_id": context.case.pk, "principle": given.principle},
        values={"text": given.text},
    )


@LabellingRules.write_presentation.does
def write_presentation(context: Context) -> None:
    """The assembly, and how each internal body was told. Stale if they are not those seen."""
    if context.seen is not None and context.seen != _presentation_seal(context.case.pk):
        raise Stale("La présentation a changé depuis que vous l’avez ouverte.")
    # What was seen is the whole: of each record, nobody asks again.
    each = replace(context, seen=None)
    given, own = context.given(PresentationAccount), {"dossier_id": context.case.pk}
    if given.assembly:
        write_record(AssemblyPresentation, each, lookup=own, values=dict(given.assembly))
    for body, values in given.bodies.items():
        lookup = {**own, "body": body}
        write_record(InternalPresentation, each, lookup=lookup, values=dict(values))


def _presentation_seal(dossier_id: int) -> str:
    return presentation_seal(
        [
            *AssemblyPresentation.objects.filter(dossier_id=dossier_id),
            *InternalPresentation.objects.filter(dossier_id=dossier_id),
        ]
    )


@LabellingRules.copy_contents.does
def copy_contents(context: Context) -> None:
    """The texts of the written principles, and their files that may leave.

    The bytes are not copied: nothing ever deletes them, and both rows name them.
    """
    former = context.given(FormerDossier)
    for evidence in Evidence.objects.filter(dossier_id=former.pk).order_by("pk"):
        write_record(
            Evidence,
            context,
            lookup={"dossier_id": context.case.pk, "principle": evidence.principle},
            values={"text": evidence.text},
        )
    slots = [f"principle:{key}" for key in PrincipleKey]
    for file in attachments_of(Case(pk=former.pk)).filter(slot__in=slots):
        if file.servable:
            _attach_again(file, context)


def _attach_again(file: Attachment, context: Context) -> None:
    """The same file on the case at hand, as it was inspected and scanned."""
    kept = ("slot", "name", "size", "sha256", "media_type", "scan", "uploaded_by_id")
    Attachment.objects.create(
        case_id=context.case.pk,
        file=file.file.name,
        uploaded_at=context.at,
        **{name: getattr(file, name) for name in kept},
    )
