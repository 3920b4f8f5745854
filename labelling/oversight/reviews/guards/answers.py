"""What the organisation answers to what was found, and by when."""

from collections.abc import Iterator

from directory.delays.in_force import delay
from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.guards.findings import address_of, findings_of
from labelling.oversight.reviews.inputs import AnswerDelay, FindingAnswer
from labelling.oversight.rulebook import OversightRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


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
                address_of(context.case, finding),
            )


@OversightRules.answer_overdue.checks("le délai de réponse est passé")
def answer_overdue(context: Context) -> Iterator[Unmet]:
    if context.today <= context.case.answer_due_on:
        yield Unmet("running", "Le délai de réponse court encore.")
