"""What a review writes beside itself, in the same transaction: findings, and the recognition."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from directory.delays.calendar import add_months
from directory.recognitions.enums import LIVE, RecognitionState
from directory.recognitions.inputs import Sanction, Suspension
from directory.recognitions.models import Recognition
from directory.recognitions.rules import longest_suspension
from labelling.instruction.records import write_record
from labelling.oversight.reviews.enums import Grade
from labelling.oversight.reviews.inputs import (
    CorrectionDone,
    EffectChecks,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    FindingKey,
    PlannedCorrection,
)
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.correspondence.operations import attachments_of, remove_attachment
from workflows.engine import amend, create, perform
from workflows.flow.flows import readdress
from workflows.rules import Context
from workflows.verdicts import Stale

GONE = "Ce constat a été retiré entre-temps."
FILED = "file_finding"  # the action of the law by which the monitor writes one


@OversightRules.address_review.does
def address_review(context: Context) -> None:
    """What was asked of whoever led it is asked of who leads it now."""
    readdress(context.case)


@OversightRules.write_finding.does
def write_finding(context: Context) -> None:
    """A new one, after the others; or one written anew, by whoever does."""
    given = context.given(FindingEntry)
    review: ComplianceReview = context.case
    principle = review.signature.version.principles.get(key=given.commitment)
    values = {
        "principle_id": principle.pk,
        "observed": given.seen,
        "grade": given.grade,
        "author_id": context.actor.user.pk,
    }
    if given.pk is not None:
        _amend(_finding(context, given.pk), context, seen=context.seen, **values)
        return
    last = review.findings.aggregate(last=Max("position"))["last"] or 0
    create(
        Finding(
            review=review,
            position=last + 1,
            independent=context.action == FILED,
            **values,
        ),
        actor=context.actor,
        action=context.action,
        at=context.at,
    )


@OversightRules.remove_finding.does
def remove_finding(context: Context) -> None:
    """Its files go with it: left there, the organisation would read them once it is notified."""
    finding = _finding(context, context.given(FindingKey).pk)
    _amend(finding, context, removed_on=context.today)
    for file in attachments_of(context.case, finding.evidence_slot):
        remove_attachment(file)


@OversightRules.write_finding_answer.does
def write_finding_answer(context: Context) -> None:
    """Late when the delay is over, and kept all the same."""
    given = context.given(FindingAnswer)
    _amend(
        _finding(context, given.pk),
        context,
        seen=context.seen,
        answer=given.answer,
        cause=given.cause,
        answered_on=context.today,
        late=context.today > context.case.answer_due_on,
    )


@OversightRules.write_correction.does
def write_correction(context: Context) -> None:
    given = context.given(PlannedCorrection)
    write_record(
        CorrectiveAction,
        context,
        lookup={"finding_id": _finding(context, given.pk).pk},
        values={
            "correction": given.correction,
            "remedy": given.remedy,
            "owner": given.owner,
            "due_on": given.due_on,
        },
    )


@OversightRules.write_done.does
def write_done(context: Context) -> None:
    given = context.given(CorrectionDone)
    planned = CorrectiveAction.objects.get(finding=_finding(context, given.pk))
    _amend(planned, context, done=given.account, done_on=context.today)


@OversightRules.conclude_finding.does
def conclude_finding(context: Context) -> None:
    given = context.given(FindingConclusion)
    _amend(
        _finding(context, given.pk),
        context,
        seen=context.seen,
        conclusion=given.conclusion,
        conclusion_reasons=given.reasons,
        concluded_on=context.today,
        check_on=given.check_on,
    )


@OversightRules.worsen_late_findings.does
def worsen_late_findings(context: Context) -> None:
    """A minor one that is late becomes major, by rule, and says since when."""
    for finding in context.case.findings.late_minor(context.today):
        amend(
            finding,
            action="worsen",
            actor=context.actor,
            at=context.at,
            grade=Grade.MAJOR,
            worsened_on=context.today,
        )


@OversightRules.write_effects.does
def write_effects(context: Context) -> None:
    for pk, (lasting, account) in context.given(EffectChecks).checks.items():
        _amend(_finding(context, pk), context, lasting=lasting, effect_account=account)


@OversightRules.suspend_meanwhile.does
def suspend_meanwhile(context: Context) -> None:
    """Until the session that says what becomes of it; over by itself the day after."""
    review: ComplianceReview = context.case
    until: Any = review.interim_until
    _move(review, "suspend", Suspension(review.pk, until), context)


@OversightRules.carry_sanction_out.does
def carry_sanction_out(context: Context) -> None:
    """The recognition becomes what was decided of it; what others decided of it stays."""
    for name, data in list(_moves(context)):
        _move(context.case, name, data, context)


def _moves(context: Context) -> Iterator[tuple[str, Any]]:
    """What is to be done to the recognition, in order; nothing when it is so already."""
    review: ComplianceReview = context.case
    recognition = Recognition.objects.get(pk=review.recognition_id)
    if context.action == "withdraw_recognition":
        yield "withdraw", Sanction(review.pk)
        return
    own = recognition.sanction_id == review.pk
    if own and recognition.state == RecognitionState.WITHDRAWN and not _is_replaced(recognition):
        yield "restore", None
    if context.action == "suspend":
        since = recognition.suspended_on or context.today
        months = add_months(context.today, review.suspension_months or 1)
        until = min(months, longest_suspension(since))
        suspended = recognition.state == RecognitionState.SUSPENDED
        yield "confirm_suspension" if suspended else "suspend", Suspension(review.pk, until)
    elif own and recognition.state == RecognitionState.SUSPENDED:
        yield "reinstate", None


def _is_replaced(recognition: Recognition) -> bool:
    """Whether its organisation was recognised anew since: one live recognition of a kind."""
    same = Recognition.objects.filter(
        organisation=recognition.organisation_id, kind=recognition.kind, state__in=LIVE
    )
    return same.exclude(pk=recognition.pk).exists()


def _move(review: ComplianceReview, name: str, data: Any, context: Context) -> None:
    recognition = Recognition.objects.get(pk=review.recognition_id)
    perform(recognition, name, actor=context.actor, data=data, reason=context.reason, at=context.at)


def _finding(context: Context, pk: int) -> Finding:
    """That finding of the review; Stale when it was taken off since."""
    found = context.case.findings.standing().filter(pk=pk).first()
    if found is None:
        raise Stale(GONE)
    finding: Finding = found
    return finding


def _amend(record: Any, context: Context, *, seen: str | None = None, **values: Any) -> None:
    amend(record, action=context.action, actor=context.actor, at=context.at, seen=seen, **values)
