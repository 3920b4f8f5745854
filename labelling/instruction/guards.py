"""The conditions of the instruction's moves, each with a link to where it is met."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from directory.charters.models import CharterVersion
from directory.delays.in_force import delay
from labelling.instruction.inputs import (
    ComplementRequests,
    CriterionAssessment,
    Reassignment,
    SignedCharter,
)
from labelling.instruction.links import criterion_url, page_url
from labelling.instruction.models import Application
from labelling.instruction.models.recorded import complements_on, recorded_assessments
from labelling.instruction.states import OPEN
from labelling.rulebook import LabellingRules
from workflows.compiled_sql import Given, Question
from workflows.correspondence.operations import MESSAGE_SLOT
from workflows.models import Attachment, ScanStatus
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet

UNASSESSED = "unassessed"
BLOCKING = (ScanStatus.PENDING, ScanStatus.INFECTED)


@LabellingRules.charter_in_force.checks("la charte signée est en vigueur", needs_data=True)
def charter_in_force(context: Context) -> Iterator[Unmet]:
    signature = context.given(SignedCharter).signature
    # Asked of the database: it may have been replaced since whoever signs read it.
    in_force = CharterVersion.objects.in_force(context.case.charter)
    if in_force is None or in_force.pk != signature.version_id:
        yield Unmet(
            "charter_replaced",
            "Cette version de la charte n’est plus en vigueur.",
            page_url("sign", context.case),
            "Relisez et signez la version en vigueur.",
        )
    if signature.organisation_id != context.case.organisation_id:
        yield Unmet("other_organisation", "Cette signature engage une autre organisation.")


@LabellingRules.organisation_eligible.checks("l’organisation relève de l’ESS")
def organisation_eligible(context: Context) -> Iterator[Unmet]:
    organisation = context.case.organisation
    if organisation.eligibility.reason_fr:
        yield Unmet(
            "not_eligible",
            organisation.eligibility.reason_fr,
            reverse("directory:organisation", args=[organisation.pk]),
        )


def unclean_files(application: Application, files: Iterable[Attachment]) -> Iterator[Unmet]:
    """Those of `files` that keep `application` from being filed: they wait, or were refused."""
    for attachment in files:
        if attachment.slot == MESSAGE_SLOT or attachment.scan not in BLOCKING:
            continue
        if attachment.scan == ScanStatus.PENDING:
            message = f"La pièce «\u00a0{attachment.name}\u00a0» est en cours d’analyse"
            hint = "Cela prend d’ordinaire moins d’une minute."
        else:
            message = f"La pièce «\u00a0{attachment.name}\u00a0» a été refusée à l’analyse"
            hint = "Retirez-la, puis envoyez un fichier sain."
        yield Unmet("file_not_clean", message, page_url("detail", application), hint)


@LabellingRules.complements_named.checks("au moins une demande est écrite", needs_data=True)
def complements_named(context: Context) -> Iterator[Unmet]:
    if not any(request.strip() for _, request in context.given(ComplementRequests).items):
        yield Unmet("no_item", "Écrivez au moins une demande.", field="items")


@LabellingRules.complements_dated.checks("une échéance est fixée", needs_data=True)
def complements_dated(context: Context) -> Iterator[Unmet]:
    due_on = context.given(ComplementRequests).due_on
    longest = delay("complements_longest_months", on=context.today).after(context.today)
    if due_on is None or due_on <= context.today:
        yield Unmet("no_deadline", "Fixez une échéance à venir.", field="due_on")
    elif due_on > longest:
        words = f"Fixez une échéance d’ici au {format_date(longest)}."
        yield Unmet("deadline_too_far", words, field="due_on")


@LabellingRules.complements_answered.checks("chaque demande a sa réponse")
def complements_answered(context: Context) -> Iterator[Unmet]:
    for complement in context.once(complements_on):
        if complement.answered_at is None:
            yield Unmet(
                "unanswered",
                f"Répondre à la demande\u00a0: {complement}",
                page_url("complements", context.case) + f"#demande-{complement.pk}",
            )


@LabellingRules.no_open_complement.checks("aucune demande n’attend de réponse")
def no_open_complement(context: Context) -> Iterator[Unmet]:
    if any(asked.answered_at is None for asked in context.once(complements_on)):
        yield Unmet("open_complement", "Une demande de complément attend encore sa réponse.")


@LabellingRules.assignee_may_instruct.checks("la personne peut instruire", needs_data=True)
def assignee_may_instruct(context: Context) -> Iterator[Unmet]:
    """Of the CRESS, without a link to the structure, and not the one who has it already."""
    chosen = context.given(Reassignment).assignee
    may = LabellingRules.instructor_without_conflict.users_who_may(context.case)
    if not may.filter(pk=chosen.pk).exists():
        yield Unmet(
            "may_not_instruct", f"{chosen} ne peut pas instruire ce dossier.", field="assignee"
        )
    elif chosen.pk == context.case.assignee_id:
        yield Unmet("already_in_charge", f"{chosen} l’instruit déjà.", field="assignee")


@LabellingRules.criteria_assessed.checks("chaque point est apprécié, avec un motif")
def criteria_assessed(context: Context) -> Iterator[Unmet]:
    assessed, settled = context.once(recorded_assessments), context.case.settled
    for criterion in context.case.criteria:
        if criterion not in assessed and criterion not in settled:
            yield Unmet(
                UNASSESSED,
                f"Apprécier le {context.case.criterion_noun}\u00a0: {criterion.label}",
                criterion_url(context.case, criterion),
            )


@LabellingRules.criterion_known.checks("le point apprécié existe", needs_data=True)
def criterion_known(context: Context) -> Iterator[Unmet]:
    if context.given(CriterionAssessment).criterion not in context.case.criteria.values:
        yield Unmet("no_such_criterion", "Ce point n’est pas de ceux à apprécier.")


@LabellingRules.assessment_reasoned.checks("l’appréciation a un motif", needs_data=True)
def assessment_reasoned(context: Context) -> Iterator[Unmet]:
    if not context.given(CriterionAssessment).reasons.strip():
        yield Unmet(
            "no_reasons",
            "Écrivez le motif\u00a0: le comité et la structure le lisent.",
            field="reasons",
        )


@LabellingRules.complements_overdue.checks("l’échéance des compléments est passée")
def complements_overdue(context: Context) -> Iterator[Unmet]:
    if context.case.complements_due_on >= context.today:
        yield Unmet("complements_running", "Le délai de réponse court encore.")


@LabellingRules.not_reminded_yet.checks("le retard n’a pas encore été rappelé")
def not_reminded_yet(context: Context) -> Iterator[Unmet]:
    if context.case.reminded_on is not None:
        yield Unmet("reminded", "Le retard a déjà été rappelé.")


@LabellingRules.notices_sent.checks("le retard a été rappelé, et le délai de grâce est passé")
def notices_sent(context: Context) -> Iterator[Unmet]:
    last_day = context.case.lapses_on
    if last_day is None:
        yield Unmet("not_reminded", "Le retard n’a pas été rappelé à la structure.")
    elif last_day >= context.today:
        yield Unmet("grace_running", "Le délai de grâce après rappel court encore.")


@Question
def _others(kind: str) -> "QuerySet[Any]":
    model: Any = apps.get_model(kind)
    own = model.objects.filter(organisation=Given("organisation"))
    return own.filter(state__in=OPEN).exclude(pk=Given("case"))


@LabellingRules.no_other_open.checks("la structure n’a pas d’autre dossier ouvert")
def no_other_open(context: Context) -> Iterator[Unmet]:
    case = context.case
    kind = type(case)._meta.label
    for other in _others.objects(kind, organisation=case.organisation_id, case=case.pk):
        yield Unmet(
            "other_dossier",
            "Un autre dossier est déjà ouvert",
            page_url("detail", other),
            str(other),
        )


@LabellingRules.within_appeal_period.checks("le délai de recours court encore")
def within_appeal_period(context: Context) -> Iterator[Unmet]:
    last_day = context.case.appealable_until
    if last_day is None or context.today > last_day:
        said = f"Le délai de recours a pris fin le {format_date(last_day)}." if last_day else ""
        yield Unmet("appeal_too_late", said or "Rien n’est encore décidé.")
