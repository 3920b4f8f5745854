"""Who leads a review, what it finds and what is concluded of it: each condition with its link."""

from collections.abc import Iterator

from django.urls import reverse

from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.enums import Conclusion, Grade
from labelling.oversight.reviews.inputs import FindingConclusion, FindingEntry
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.rules import Context
from workflows.verdicts import Unmet


def findings_of(review: ComplianceReview) -> list[Finding]:
    """All that stands, in order, each with its corrective action; one query."""
    return list(
        review.findings.standing().select_related("corrective_action", "principle", "author")
    )


def address_of(review: ComplianceReview, finding: Finding) -> str:
    return f"{review.get_absolute_url()}#constat-{finding.position}"


@OversightRules.nobody_in_charge.checks("personne ne mène encore ce contrôle")
def nobody_in_charge(context: Context) -> Iterator[Unmet]:
    if context.case.assignee_id is not None:
        yield Unmet("in_charge", f"{context.case.assignee} mène déjà ce contrôle.")


@OversightRules.may_review.checks("la personne peut mener ce contrôle", needs_data=True)
def may_review(context: Context) -> Iterator[Unmet]:
    chosen = context.given(Reassignment).assignee
    may = OversightRules.reviewer_without_conflict.users_who_may(context.case)
    if not may.filter(pk=chosen.pk).exists():
        yield Unmet("may_not", f"{chosen} ne peut pas mener ce contrôle.", field="assignee")


@OversightRules.commitment_signed.checks("l’engagement est dans la charte signée", needs_data=True)
def commitment_signed(context: Context) -> Iterator[Unmet]:
    version = context.case.signature.version
    key = context.given(FindingEntry).commitment
    if not version.principles.filter(key=key).exists():
        yield Unmet(
            "not_signed",
            f"Cet engagement n’est pas dans la charte que l’organisation a signée ({version}).",
            field="commitment",
        )


@OversightRules.finding_told.checks("le constat est écrit, et sa gravité dite", needs_data=True)
def finding_told(context: Context) -> Iterator[Unmet]:
    given = context.given(FindingEntry)
    if not given.seen.strip():
        yield Unmet("nothing_seen", "Écrivez ce que vous constatez.", field="seen")
    if given.grade not in Grade.values:
        yield Unmet("no_grade", "Dites s’il s’agit d’une observation ou d’un écart.", field="grade")


@OversightRules.finding_of_the_cress.checks(
    "le constat n’est pas du contrôle indépendant", needs_data=True
)
def finding_of_the_cress(context: Context) -> Iterator[Unmet]:
    if _is_independent(context):
        yield Unmet(
            "of_the_monitor",
            "Ce constat est du contrôle indépendant\u00a0: il ne se modifie ni ne se retire. "
            "Notifiez-le avec les autres, puis concluez dessus.",
        )


@OversightRules.finding_of_the_monitor.checks(
    "le constat est du contrôle indépendant", needs_data=True
)
def finding_of_the_monitor(context: Context) -> Iterator[Unmet]:
    if _is_independent(context) is False:
        yield Unmet("of_the_cress", "Ce constat est de la CRESS\u00a0: écrivez plutôt le vôtre.")


def _is_independent(context: Context) -> bool | None:
    """Whether the finding that the input names is the monitor's; None for a new one, or none."""
    named = context.case.findings.filter(pk=context.data.pk)
    told: bool | None = named.values_list("independent", flat=True).first()
    return told


@OversightRules.monitor_heard.checks("chaque constat du contrôle indépendant est conclu")
def monitor_heard(context: Context) -> Iterator[Unmet]:
    """A review is not abandoned over what the monitor found: it is answered, and concluded on."""
    for finding in context.once(findings_of):
        if finding.independent and finding.is_open:
            yield Unmet(
                "monitor_unheard",
                f"Conclure sur le constat {finding.position}, du contrôle indépendant",
                address_of(context.case, finding),
                "Notifiez-le d’abord à l’organisation.",
            )


@OversightRules.something_found.checks("au moins un constat est écrit")
def something_found(context: Context) -> Iterator[Unmet]:
    if not context.once(findings_of):
        where = reverse("oversight:write_finding", args=[context.case.pk])
        yield Unmet("no_finding", "Écrire au moins un constat ou une question", where)


@OversightRules.conclusion_reasoned.checks("la conclusion est motivée", needs_data=True)
def conclusion_reasoned(context: Context) -> Iterator[Unmet]:
    given = context.given(FindingConclusion)
    if given.conclusion not in Conclusion.values:
        yield Unmet("no_conclusion", "Choisissez une conclusion.", field="conclusion")
    if not given.reasons.strip():
        yield Unmet("no_reasons", "Dites pourquoi\u00a0: l’organisation le lit.", field="reasons")
    if given.check_on is not None and given.check_on <= context.today:
        yield Unmet("check_past", "Choisissez une date à venir.", field="check_on")


@OversightRules.findings_concluded.checks("chaque constat est conclu")
def findings_concluded(context: Context) -> Iterator[Unmet]:
    for finding in context.once(findings_of):
        if finding.is_open:
            yield Unmet(
                "unconcluded",
                f"Conclure sur le constat {finding.position}",
                address_of(context.case, finding),
            )
