"""The conditions of the instruction's moves, each with a link to where it is met."""

from collections.abc import Iterator

from directory.charters.enums import PrincipleKey
from directory.recognitions.validity import add_months
from labelling.dossiers.links import page_url
from workflows.policies import get_policy
from workflows.rules import Context, guard
from workflows.verdicts import Unmet

UNASSESSED = "unassessed"  # of each principle that the instructor has still to assess


@guard("labelling.complements_named", label="au moins une demande est écrite", needs_data=True)
def complements_named(context: Context) -> Iterator[Unmet]:
    if not any(request.strip() for _, request in context.data.get("items", ())):
        yield Unmet("no_item", "Écrivez au moins une demande.", field="items")


@guard("labelling.complements_dated", label="une échéance est fixée", needs_data=True)
def complements_dated(context: Context) -> Iterator[Unmet]:
    due_on = context.data.get("due_on")
    if due_on is None or due_on <= context.today:
        yield Unmet("no_deadline", "Fixez une échéance à venir.", field="due_on")
    elif due_on > add_months(context.today, 12):
        yield Unmet("deadline_too_far", "Fixez une échéance dans l’année.", field="due_on")


@guard("labelling.complements_answered", label="chaque demande a sa réponse")
def complements_answered(context: Context) -> Iterator[Unmet]:
    for complement in context.case.complements.filter(answered_at__isnull=True):
        yield Unmet(
            "unanswered",
            f"Répondre à la demande\u00a0: {complement}",
            page_url("complements", context.case) + f"#demande-{complement.pk}",
        )


@guard("labelling.no_open_complement", label="aucune demande n’attend de réponse")
def no_open_complement(context: Context) -> Iterator[Unmet]:
    if context.case.complements.filter(answered_at__isnull=True).exists():
        yield Unmet("open_complement", "Une demande de complément attend encore sa réponse.")


@guard("labelling.assignee_may_instruct", label="la personne peut instruire", needs_data=True)
def assignee_may_instruct(context: Context) -> Iterator[Unmet]:
    """Of the CRESS, without a link to the structure, and not the one who has it already."""
    chosen = context.data["assignee"]
    may = get_policy("labelling.instructor_without_conflict").users_who_may(context.case)
    if not may.filter(pk=chosen.pk).exists():
        yield Unmet(
            "may_not_instruct", f"{chosen} ne peut pas instruire ce dossier.", field="assignee"
        )
    elif chosen.pk == context.case.assignee_id:
        yield Unmet("already_in_charge", f"{chosen} l’instruit déjà.", field="assignee")


@guard("labelling.principles_assessed", label="chaque principe est apprécié, avec un motif")
def principles_assessed(context: Context) -> Iterator[Unmet]:
    assessed = set(context.case.assessments.values_list("principle", flat=True))
    for key in PrincipleKey:
        if key not in assessed:
            yield Unmet(
                UNASSESSED,
                f"Apprécier le principe\u00a0: {key.label}",
                page_url("detail", context.case) + f"#principe-{key}",
            )


@guard("labelling.assessment_reasoned", label="l’appréciation a un motif", needs_data=True)
def assessment_reasoned(context: Context) -> Iterator[Unmet]:
    if not context.data.get("reasons", "").strip():
        yield Unmet(
            "no_reasons",
            "Écrivez le motif\u00a0: le comité et la structure le lisent.",
            field="reasons",
        )


@guard("labelling.complements_overdue", label="l’échéance des compléments est passée")
def complements_overdue(context: Context) -> Iterator[Unmet]:
    if context.case.complements_due_on >= context.today:
        yield Unmet("complements_running", "Le délai de réponse court encore.")


@guard("labelling.not_reminded_yet", label="le retard n’a pas encore été rappelé")
def not_reminded_yet(context: Context) -> Iterator[Unmet]:
    if context.case.reminded_on is not None:
        yield Unmet("reminded", "Le retard a déjà été rappelé.")


@guard("labelling.notices_sent", label="le retard a été rappelé, et le délai de grâce est passé")
def notices_sent(context: Context) -> Iterator[Unmet]:
    last_day = context.case.lapses_on
    if last_day is None:
        yield Unmet("not_reminded", "Le retard n’a pas été rappelé à la structure.")
    elif last_day >= context.today:
        yield Unmet("grace_running", "Le délai de grâce après rappel court encore.")
