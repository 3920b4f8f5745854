"""What the committee is asked and decides, and what becomes of the sanction."""

from collections.abc import Iterator

from directory.delays.in_force import delay
from directory.recognitions.enums import LIVE, RecognitionState
from labelling.oversight.reviews.enums import SANCTIONS, Question, ReviewOutcome
from labelling.oversight.reviews.inputs import Referral
from labelling.oversight.reviews.models.proposals import REFERABLE
from labelling.oversight.rulebook import OversightRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


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
