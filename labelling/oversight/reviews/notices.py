"""What is told of a review: to its organisation once it is notified, to the CRESS that leads it."""

from django.db.models import QuerySet

from directory.memberships.policies import members_of
from directory.people.models import User
from directory.rulebook import DirectoryRules
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.policies import monitor_without_conflict, staff_without_conflict
from labelling.oversight.rulebook import OversightRules
from workflows.outbox.notices import decision, progress, receipt, request, silence, tell


def its_people(review: ComplianceReview) -> "QuerySet[User]":
    """Those who act for the organisation, nobody of it before it is notified."""
    people = members_of(review.organisation_id)
    return people if review.notified_on else people.none()


def its_reviewer(review: ComplianceReview) -> "QuerySet[User]":
    """Whoever leads it; the CRESS as long as nobody does."""
    staff = staff_without_conflict(review)
    return staff.filter(pk=review.assignee_id) if review.assignee_id else staff


def its_watchers(review: ComplianceReview) -> "QuerySet[User]":
    """The monitor, of one that they opened, or in which a finding of theirs stands."""
    people = monitor_without_conflict(review)
    if review.origin == ReviewOrigin.MONITOR:
        return people
    found = review.findings.standing().filter(independent=True)
    return people if found.exists() else people.none()


REPRESENTATIVES = DirectoryRules.organisation_representative
MANAGERS = DirectoryRules.cress_manager
TO_THE_CRESS = [progress("review_decided_cress", its_reviewer, email=False)]
TO_THE_MONITOR = [progress("review_watched", its_watchers)]
AROUND = [*TO_THE_CRESS, *TO_THE_MONITOR]
DECIDED = [decision("review_decision", its_people), *AROUND]
SANCTIONED = [decision("review_sanction", its_people), *AROUND]

tell(
    ComplianceReview,
    {
        "open": [request("review_open", its_reviewer)],
        "reassign": [request("review_reassign", OversightRules.reviewer_in_charge)],
        "file_finding": [request("review_file_finding", its_reviewer)],
        "notify": [request("review_notify", its_people)],
        "extend_delay": [request("review_extend_delay", its_people)],
        "answer": [
            receipt("review_answer_receipt", REPRESENTATIVES),
            request("review_answer", its_reviewer),
        ],
        "lapse": [
            progress("review_lapse", its_people),
            request("review_lapse_cress", its_reviewer),
        ],
        "ask_correction": [request("review_ask_correction", its_people)],
        "worsen": [
            progress("review_worsen", its_people),
            progress("review_worsen", its_reviewer, email=False),
        ],
        "correct": [
            receipt("review_correct_receipt", REPRESENTATIVES),
            request("review_correct", its_reviewer),
        ],
        "refer": [
            progress("review_refer", its_people),
            request("review_for_committee", MANAGERS),
        ],
        "suspend_urgently": [
            decision("review_suspend_urgently", its_people),
            request("review_urgent_for_committee", its_reviewer),
        ],
        "close": [decision("review_close", its_people), *TO_THE_MONITOR],
        "abandon": [
            decision("review_close", its_people),
            progress("review_abandon", its_reviewer, email=False),
            *TO_THE_MONITOR,
        ],
        "dismiss": DECIDED,
        "warn": SANCTIONED,
        "suspend": SANCTIONED,
        "withdraw_recognition": SANCTIONED,
        "appeal": [
            receipt("review_appeal_receipt", REPRESENTATIVES),
            request("review_for_committee", MANAGERS),
            progress("review_appeal", its_people),
        ],
        "uphold": DECIDED,
        "annul": DECIDED,
        "ask_lifting": [
            request("review_for_committee", MANAGERS),
            progress("review_ask_lifting", its_people),
        ],
        "lift": [decision("review_lift", its_people), *TO_THE_CRESS],
        "keep_suspended": [decision("review_keep_suspended", its_people), *TO_THE_CRESS],
    },
)
silence(ComplianceReview, "lapse_lifting", why="the end of the suspension tells it")
