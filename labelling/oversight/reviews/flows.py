"""Who must act next on a review, and by when."""

from datetime import datetime
from typing import Any

from viewflow import this

from directory.delays.in_force import ahead
from labelling.oversight.reviews.enums import ReviewState as S
from labelling.oversight.reviews.models import ComplianceReview
from workflows.flow.deadlines import end_of
from workflows.flow.flows import ByState, CaseFlow, End, Request, StartHandle

REMINDER = ahead("reminder")


def answer_due(review: ComplianceReview, at: datetime) -> datetime | None:
    return end_of(review.answer_due_on) if review.answer_due_on else None


def corrections_due(review: ComplianceReview, at: datetime) -> datetime | None:
    return end_of(review.corrections_due_on) if review.corrections_due_on else None


def effect_due(review: ComplianceReview, at: datetime) -> datetime | None:
    return end_of(review.effect_due_on) if review.effect_due_on else None


def _effect_is_to_check(activation: Any) -> bool:
    review: ComplianceReview = activation.process.case
    return review.state == S.CLOSED and review.effect_due_on is not None


class ReviewFlow(CaseFlow):
    """Contrôle des engagements."""

    start = StartHandle().Next(this.by_state)
    by_state = (
        ByState()
        .State(S.OPENED, this.prepare)
        .State(S.AWAITING_ANSWER, this.reply)
        .State(S.UNDER_ASSESSMENT, this.assess)
        .State(S.CORRECTIVE_ACTION, this.mend)
        .State(S.REFERRED, this.deliberate)
        .State(S.APPEALED, this.deliberate)
        .State(S.IN_DELIBERATION, this.decide)
        .Case(this.look_again, _effect_is_to_check)
        .Default(this.end)
    )
    prepare = Request("notify", title="Écrire les constats, puis les notifier").Next(this.by_state)
    reply = (
        Request(
            "answer",
            title="Répondre au contrôle",
            due=answer_due,
            remind_before=REMINDER,
        )
        .OnTimeout(answer_due, "lapse")
        .Next(this.by_state)
    )
    assess = Request(
        "close", "ask_correction", "refer", title="Examiner les réponses, puis conclure"
    ).Next(this.by_state)
    mend = (
        Request(
            "correct",
            title="Corriger, et le montrer",
            due=corrections_due,
            remind_before=REMINDER,
        )
        .OnTimeout(corrections_due, "correct")
        .Next(this.by_state)
    )
    deliberate = Request(
        "enter_deliberation", title="Inscrire le contrôle à l’ordre du jour du comité"
    ).Next(this.by_state)
    decide = Request(
        "dismiss",
        "warn",
        "suspend",
        "withdraw_recognition",
        "uphold",
        "annul",
        "lift",
        "keep_suspended",
        title="Décision du comité",
    ).Next(this.by_state)
    look_again = Request(
        "check_effect", title="Vérifier que les corrections tiennent", due=effect_due
    ).Next(this.by_state)
    end = End()
