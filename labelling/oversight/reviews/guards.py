"""The conditions of a review's moves, each with a link to where it is met."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from directory.delays.in_force import delay
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import LIVE
from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.enums import (
    SANCTIONS,
    Conclusion,
    Grade,
    Question,
    ReviewOutcome,
    ReviewState,
)
from labelling.oversight.reviews.inputs import (
    AnswerDelay,
    CorrectionDone,
    EffectChecks,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    PlannedCorrection,
    Referral,
)
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.models.proposals import REFERABLE
from labelling.oversight.rulebook import OversightRules
from workflows.actors import ActorKind
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


def findings_of(review: ComplianceReview) -> list[Finding]:
    """All that stands, in order, each with its corrective action; one query."""
    return list(
        review.findings.standing().select_related("corrective_action", "principle", "author")
    )


def last_correction_day(today: date) -> date:
    """The last day that a correction asked for on `today` may be given."""
    return delay("review_correction", on=today).after(today)


def _at(review: ComplianceReview, finding: Finding) -> str:
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
                _at(context.case, finding),
                "Notifiez-le d’abord à l’organisation.",
            )


@OversightRules.something_found.checks("au moins un constat est écrit")
def something_found(context: Context) -> Iterator[Unmet]:
    if not context.once(findings_of):
        where = reverse("oversight:write_finding", args=[context.case.pk])
        yield Unmet("no_finding", "Écrire au moins un constat ou une question", where)


@OversightRules.delay_longer.checks("le délai est plus long, sans excès", needs_data=True)
def delay_longer(context: Context) -> Iterator[Unmet]:
    due_on, now = context.given(AnswerDelay).due_on, context.case.answer_due_on
    longest = delay("review_correction", on=context.today).after(now)
    if not now < due_on <= longest:
        yield Unmet(
            "delay_not_longer",
            f"Choisissez une date après le {format_date(now)}, et au plus tard le "
            f"{format_date(longest)}.",
            field="due_on",
        )


@OversightRules.answer_told.checks("la réponse est écrite", needs_data=True)
def answer_told(context: Context) -> Iterator[Unmet]:
    """Once sent, or too late to be, an answer is written once: nobody alters what was read."""
    given, review = context.given(FindingAnswer), context.case
    if not given.answer.strip():
        yield Unmet("no_answer", "Écrivez votre réponse.", field="answer")
    elif review.outcome:
        yield Unmet("decided", "Ce contrôle est décidé\u00a0: formez plutôt un recours.")
    elif review.state != ReviewState.AWAITING_ANSWER:
        finding = review.findings.standing().filter(pk=given.pk).first()
        if finding is not None and finding.answered_on:
            yield Unmet("answered", "Cette réponse est envoyée\u00a0: écrivez plutôt un message.")


@OversightRules.findings_answered.checks("chaque constat a sa réponse")
def findings_answered(context: Context) -> Iterator[Unmet]:
    for finding in context.once(findings_of):
        if not finding.answered_on:
            yield Unmet(
                "unanswered",
                f"Répondre au constat {finding.position}",
                _at(context.case, finding),
            )


@OversightRules.answer_overdue.checks("le délai de réponse est passé")
def answer_overdue(context: Context) -> Iterator[Unmet]:
    if context.today <= context.case.answer_due_on:
        yield Unmet("running", "Le délai de réponse court encore.")


@OversightRules.correction_planned.checks(
    "l’action, la personne et la date sont dites", needs_data=True
)
def correction_planned(context: Context) -> Iterator[Unmet]:
    given = context.given(PlannedCorrection)
    if not given.remedy.strip():
        yield Unmet("no_action", "Dites ce qui est à faire.", field="remedy")
    if not given.owner.strip():
        yield Unmet("no_owner", "Dites qui s’en charge.", field="owner")
    longest = last_correction_day(context.today)
    if given.due_on is None or not context.today < given.due_on <= longest:
        yield Unmet(
            "bad_date",
            f"Choisissez une date à venir, au plus tard le {format_date(longest)}.",
            field="due_on",
        )


@OversightRules.corrections_planned.checks("chaque constat ouvert a sa correction, et sa date")
def corrections_planned(context: Context) -> Iterator[Unmet]:
    still_open = [finding for finding in context.once(findings_of) if finding.is_open]
    if not still_open:
        yield Unmet("nothing_open", "Aucun constat n’est à corriger\u00a0: vous pouvez clore.")
    longest = last_correction_day(context.today)
    for finding in still_open:
        planned = getattr(finding, "corrective_action", None)
        if planned is None or not context.today < planned.due_on <= longest:
            yield Unmet(
                "unplanned",
                f"Prévoir la correction du constat {finding.position}",
                _at(context.case, finding),
                f"Avec une date, au plus tard le {format_date(longest)}.",
            )


@OversightRules.correction_shown.checks("ce qui a été fait est dit", needs_data=True)
def correction_shown(context: Context) -> Iterator[Unmet]:
    given = context.given(CorrectionDone)
    if not given.account.strip():
        yield Unmet("nothing_done", "Dites ce qui a été fait.", field="account")
    asked = context.case.findings.still_open().filter(pk=given.pk)
    if not asked.filter(corrective_action__isnull=False).exists():
        yield Unmet("not_asked", "Aucune correction n’est attendue pour ce constat.")


@OversightRules.corrected_or_overdue.checks("chaque correction est montrée, ou le délai est passé")
def corrected_or_overdue(context: Context) -> Iterator[Unmet]:
    if context.today > context.case.corrections_due_on:
        return
    if context.actor.kind is ActorKind.SYSTEM:
        yield Unmet("running", "Le délai de correction court encore.")
        return
    for finding in context.once(findings_of):
        planned = getattr(finding, "corrective_action", None)
        if finding.is_open and planned is not None and planned.done_on is None:
            yield Unmet(
                "uncorrected",
                f"Montrer la correction du constat {finding.position}",
                _at(context.case, finding),
            )


@OversightRules.some_late.checks("un écart mineur est en retard")
def some_late(context: Context) -> Iterator[Unmet]:
    if not context.case.findings.late_minor(context.today).exists():
        yield Unmet("none_late", "Aucun écart mineur n’est en retard.")


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
                _at(context.case, finding),
            )


@OversightRules.effect_to_check.checks("une correction est à vérifier, et son jour est venu")
def effect_to_check(context: Context) -> Iterator[Unmet]:
    """Whether it lasts is not known the day it is done."""
    due_on = context.case.effect_due_on
    if due_on is None:
        yield Unmet("nothing_to_check", "Aucune correction n’est à vérifier.")
    elif context.today < due_on:
        yield Unmet(
            "check_to_come",
            f"L’effet des corrections se vérifie à partir du {format_date(due_on)}.",
        )


@OversightRules.effects_told.checks("l’effet de chaque correction est dit", needs_data=True)
def effects_told(context: Context) -> Iterator[Unmet]:
    checks = context.given(EffectChecks).checks
    for finding in context.once(findings_of):
        if finding.check_on and not checks.get(finding.pk, (False, ""))[1].strip():
            yield Unmet(
                "unchecked",
                f"Dites ce que vous constatez pour le constat {finding.position}.",
                field=f"account_{finding.pk}",
            )


@OversightRules.referral_told.checks("la proposition et ses termes sont dits", needs_data=True)
def referral_told(context: Context) -> Iterator[Unmet]:
    """The terms of a suspension are wanted whatever is proposed: the committee may choose it."""
    given = context.given(Referral)
    if given.proposal not in [proposal.key for proposal in REFERABLE]:
        yield Unmet("no_proposal", "Choisissez ce que vous proposez.", field="proposal")
    most = delay("suspension_months", on=context.today).number
    if not 1 <= given.months <= most:
        yield Unmet("bad_months", f"De 1 à {most} mois.", field="months")
    if not given.conditions.strip():
        yield Unmet(
            "no_conditions",
            "Dites ce qui lèverait une suspension, si le comité la décidait.",
            field="conditions",
        )


@OversightRules.notice_over.checks("l’organisation a eu le temps de répondre")
def notice_over(context: Context) -> Iterator[Unmet]:
    """No sanction without notice: the delay is that of the day it was notified."""
    until = context.case.notice_until
    if until is None:
        yield Unmet("not_notified", "L’organisation n’a pas été entendue\u00a0: notifiez d’abord.")
    elif context.today <= until:
        yield Unmet(
            "notice_running",
            f"L’organisation peut répondre jusqu’au {format_date(until)}.",
            hint="Le comité décide après ce jour.",
        )


@OversightRules.answers_the_question.checks("la décision répond à ce qui est demandé au comité")
def answers_the_question(context: Context) -> Iterator[Unmet]:
    review = context.case
    if context.action not in [proposal.transition for proposal in review.on_offer]:
        yield Unmet(
            "off_question", f"{review.question.label}\u00a0: cette décision n’y répond pas."
        )


@OversightRules.recognition_live.checks("la reconnaissance court encore")
def recognition_live(context: Context) -> Iterator[Unmet]:
    """On an appeal, what the contested decision withdrew may be suspended instead."""
    review = context.case
    recognition = review.recognition
    taken = review.question == Question.APPEAL and recognition.sanction_id == review.pk
    if recognition.state not in LIVE and not taken:
        yield Unmet(
            "recognition_over",
            f"La reconnaissance {recognition} a pris fin\u00a0: aucune sanction n’est possible.",
        )


@OversightRules.urgency_possible.checks("la reconnaissance est active, et rien n’est encore décidé")
def urgency_possible(context: Context) -> Iterator[Unmet]:
    review = context.case
    if review.outcome:
        yield Unmet("decided", "Le comité a déjà décidé de ce contrôle.")
    if review.interim_on is not None:
        yield Unmet("interim_once", "Une suspension urgente a déjà été prononcée dans ce contrôle.")
    if review.recognition.state != RecognitionState.ACTIVE:
        yield Unmet("not_active", "La reconnaissance n’est pas active.")


@OversightRules.session_planned.checks("une séance du comité est prévue")
def session_planned(context: Context) -> Iterator[Unmet]:
    if context.case.next_decision_day(context.today) is None:
        yield Unmet(
            "no_session",
            "Prévoir une séance du comité, après le délai de réponse",
            hint="La suspension urgente dure jusqu’à cette séance, qui la confirme ou la lève.",
        )


@OversightRules.nothing_decided.checks("le comité n’a rien décidé de ce contrôle")
def nothing_decided(context: Context) -> Iterator[Unmet]:
    if context.case.outcome:
        yield Unmet("decided", "Le comité a déjà décidé de ce contrôle.")


@OversightRules.sanction_contestable.checks("une sanction, une seule fois, dans le délai")
def sanction_contestable(context: Context) -> Iterator[Unmet]:
    review = context.case
    if review.outcome not in SANCTIONS:
        yield Unmet("no_sanction", "Il n’y a pas de sanction à contester.")
    elif review.appealed_on is not None:
        yield Unmet("appealed_once", "Cette décision a déjà fait l’objet d’un recours.")
    elif not review.may_be_contested(context.today):
        until = format_date(review.appealable_until)
        yield Unmet("appeal_too_late", f"Le recours était possible jusqu’au {until}.")


@OversightRules.suspension_liftable.checks("la reconnaissance est suspendue par ce contrôle")
def suspension_liftable(context: Context) -> Iterator[Unmet]:
    if context.case.outcome != ReviewOutcome.SUSPENDED:
        yield Unmet("not_suspended", "Ce contrôle n’a pas conduit à une suspension.")
    else:
        yield from still_suspended(context)


@OversightRules.still_suspended.checks("la suspension court encore")
def still_suspended(context: Context) -> Iterator[Unmet]:
    if not context.case.suspends:
        yield Unmet("suspension_over", "Cette suspension a déjà pris fin.")


@OversightRules.nothing_to_lift.checks("la suspension a pris fin")
def nothing_to_lift(context: Context) -> Iterator[Unmet]:
    if context.case.question != Question.LIFTING or not list(still_suspended(context)):
        yield Unmet("suspended", "Le comité a encore à décider.")
