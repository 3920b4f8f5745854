"""What the evidence must be before it is filed, each with a link to where it is met."""

from collections.abc import Iterator
from datetime import date

from directory.charters.enums import PrincipleKey
from directory.delays.in_force import delay
from labelling.dossiers.inputs import PresentationAccount
from labelling.evidence.completeness import principle_statuses
from labelling.evidence.enums import InternalBody
from labelling.evidence.given import given_in
from labelling.evidence.models import AssemblyPresentation
from labelling.instruction.guards import unclean_files
from labelling.instruction.links import page_url
from labelling.rulebook import LabellingRules
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.nothing_written.checks("rien n’est encore écrit dans le dossier")
def nothing_written(context: Context) -> Iterator[Unmet]:
    given = given_in(context.case)
    if given.texts or given.files or context.case.commitments:
        yield Unmet("already_written", "Ce dossier contient déjà des textes ou des pièces.")


@LabellingRules.assembly_date_valid.checks("l’AG est passée et récente", needs_data=True)
def assembly_date_valid(context: Context) -> Iterator[Unmet]:
    assembly = context.given(PresentationAccount).assembly
    if assembly is None:
        return
    if assembly["held_on"] > context.today:
        yield Unmet(
            "assembly_in_future",
            "Cette date est à venir. Indiquez une AG déjà tenue.",
            field="held_on",
        )
    elif _too_old(assembly["held_on"], context.today):
        yield Unmet("assembly_too_old", _too_old_words(), field="held_on")


@LabellingRules.attendance_consistent.checks("les présents sont des membres", needs_data=True)
def attendance_consistent(context: Context) -> Iterator[Unmet]:
    assembly = context.given(PresentationAccount).assembly
    if assembly and assembly["present_count"] > assembly["member_count"]:
        yield Unmet(
            "more_present_than_members",
            "Il ne peut pas y avoir plus de présents que de membres.",
            field="present_count",
        )


@LabellingRules.bodies_told_already.checks("les instances sont déjà informées", needs_data=True)
def bodies_told_already(context: Context) -> Iterator[Unmet]:
    for body, values in context.given(PresentationAccount).bodies.items():
        if values["told_on"] and values["told_on"] > context.today:
            yield Unmet(
                "told_in_future",
                "Cette date est à venir. Indiquez quand l’instance a été informée.",
                field=f"{body}_told_on",
            )


@LabellingRules.assembly_recorded.checks("l’AG est décrite, procès-verbal joint")
def assembly_recorded(context: Context) -> Iterator[Unmet]:
    given = context.once(given_in)
    where = page_url("presentation", context.case)
    if given.assembly is None:
        yield Unmet("no_assembly", "Décrire la présentation en assemblée générale", where)
    if not given.files_in(AssemblyPresentation.MINUTES_SLOT):
        yield Unmet("no_minutes", "Joindre le procès-verbal de l’AG", where)


@LabellingRules.assembly_recent.checks("l’AG est récente")
def assembly_recent(context: Context) -> Iterator[Unmet]:
    """Asked again at each step: a dossier may wait for years between two of them."""
    assembly = context.once(given_in).assembly
    if assembly and _too_old(assembly.held_on, context.today):
        where = page_url("presentation", context.case)
        yield Unmet("assembly_too_old", _too_old_words(), where, "Décrivez une AG plus récente.")


def _too_old(held_on: date, today: date) -> bool:
    return delay("presentation_max_age_months", on=today).after(held_on) <= today


def _too_old_words() -> str:
    return (
        "Cette AG est trop ancienne\u00a0: la présentation doit dater de moins de "
        f"{delay('presentation_max_age_months')}."
    )


@LabellingRules.internal_bodies_told.checks("CA, salariés et CSE sont informés, ou sans objet")
def internal_bodies_told(context: Context) -> Iterator[Unmet]:
    told = context.once(given_in).bodies
    for body in InternalBody:
        if body not in told:
            yield Unmet(
                f"{body}_not_told",
                f"Dire comment cette instance a été informée\u00a0: {body.label}",
                page_url("presentation", context.case) + f"#id_{body}_told_on",
                "Ou pourquoi elle est sans objet.",
            )


@LabellingRules.principles_evidenced.checks("les six principes sont étayés, ou couverts")
def principles_evidenced(context: Context) -> Iterator[Unmet]:
    for status in principle_statuses(context.case, context.once(given_in)):
        if not status.is_met:
            where = (
                page_url("presentation", context.case)
                if status.key == PrincipleKey.PRESENTATION
                else page_url("principle", context.case, status.key)
            )
            yield Unmet(
                f"{status.key}_missing",
                f"Étayer le principe {status.position}\u00a0: {status.label}",
                where,
                status.hint,
            )


@LabellingRules.commitments_written.checks("les engagements à ce jour sont écrits")
def commitments_written(context: Context) -> Iterator[Unmet]:
    if not context.case.commitments.strip():
        yield Unmet(
            "no_commitments",
            "Écrire ce sur quoi votre structure s’est engagée à ce jour",
            page_url("commitments", context.case),
            "Quelques lignes suffisent\u00a0: c’est l’espace libre de la charte.",
        )


@LabellingRules.files_clean.checks("aucune pièce n’attend l’analyse ni n’est refusée")
def files_clean(context: Context) -> Iterator[Unmet]:
    return unclean_files(context.case, context.once(given_in).files)
