"""What a dossier's transitions write beside the dossier itself, in the same transaction."""

from typing import Any

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.operations import grant
from labelling.models import (
    AssemblyPresentation,
    Assessment,
    Complement,
    Dossier,
    Evidence,
    InternalPresentation,
)
from labelling.models.evidence import presentation_seal
from workflows.engine import amend, create
from workflows.flow.flows import readdress
from workflows.rules import Context, effect
from workflows.verdicts import Stale

Record = AssemblyPresentation | Assessment | Evidence | InternalPresentation


def put(
    model: type[Record], context: Context, *, lookup: dict[str, Any], values: dict[str, Any]
) -> None:
    """Create or amend the record of the dossier that `lookup` names, with its own history.

    `context.data["seen"]` is the history head the person was looking at: empty when there was no
    record yet, None when nobody looked.
    """
    found = model._default_manager.filter(dossier_id=context.case.pk, **lookup).first()
    seen = context.data.get("seen")
    if found is not None:
        amend(
            found,
            action=context.action,
            actor=context.actor,
            at=context.at,
            reason=context.reason,
            seen=seen,
            confirmed=context.data.get("confirmed", False),
            **values,
        )
    elif seen:
        raise Stale("Ce texte a disparu depuis que vous l’avez ouvert.")
    else:
        create(
            model(dossier_id=context.case.pk, **lookup, **values),
            actor=context.actor,
            action=context.action,
            at=context.at,
        )


@effect("labelling.write_evidence")
def write_evidence(context: Context) -> None:
    """The text of one principle, when the data names one."""
    if "principle" in context.data:
        put(
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
        put(AssemblyPresentation, context, lookup={}, values=assembly)
    for body, values in context.data.get("bodies", {}).items():
        put(InternalPresentation, context, lookup={"body": body}, values=values)


def _presentation_seal(dossier_id: int) -> str:
    return presentation_seal(
        [
            *AssemblyPresentation.objects.filter(dossier_id=dossier_id),
            *InternalPresentation.objects.filter(dossier_id=dossier_id),
        ]
    )


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
    put(
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
    _ask(context.case, context.data["items"], context)


@effect("labelling.ask_for_what_the_committee_wants")
def ask_for_what_the_committee_wants(context: Context) -> None:
    """An adjournment asks the structure for what the committee's reasons say."""
    _ask(context.case, [("", context.reason)], context)


@effect("labelling.grant_label")
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


def _ask(dossier: Dossier, items: list[tuple[str, str]], context: Context) -> None:
    last = dossier.complements.order_by("-round").values_list("round", flat=True).first() or 0
    for principle, request in items:
        create(
            Complement(dossier=dossier, round=last + 1, principle=principle, request=request),
            actor=context.actor,
            action=context.action,
            at=context.at,
        )
