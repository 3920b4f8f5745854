"""Who may, on a review and on the recognition that it is about; who reads it."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from directory.impartiality.free import staff_free_of
from directory.memberships.policies import (
    member_key,
    members_and_cress,
    members_of,
    representative_key,
    representatives_of,
)
from directory.people.enums import ROLE_GROUPS, CressGroup, WatchGroup
from directory.people.models import User
from directory.people.policies import staff
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from labelling.oversight.reviews.enums import OPEN, ReviewOutcome, ReviewState
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.access import by_key, case_correspondents, case_readers
from workflows.actors import Actor, ActorKind
from workflows.compiled_sql import Given, Question
from workflows.deliberation import (
    Examinations,
    is_decided_so,
    is_under_deliberation,
    tells_examinations,
)
from workflows.models import Case

# Of each decision (a key of the proposals), what it may do to the recognition.
CONSEQUENCES = {
    "dismiss": ("reinstate",),
    "warn": ("reinstate", "restore", "restore_ahead"),
    "suspend": ("suspend", "confirm_suspension", "restore", "restore_ahead"),
    "withdraw_recognition": ("withdraw",),
    "annul": ("reinstate", "restore", "restore_ahead"),
    "lift": ("reinstate",),
}
# By which whoever leads a review ends it alone: an urgent suspension ends with it.
ENDED_BY_THE_CRESS = (ReviewOutcome.COMPLIANT, ReviewOutcome.CORRECTED, ReviewOutcome.ABANDONED)


@Question
def _reads_reviews() -> "QuerySet[Any, Any]":
    return read_reviews(None).filter(is_active=True, pk=Given("person"))


@OversightRules.read_reviews.grants(
    who="la CRESS et le contrôle indépendant",
    denial="Seuls la CRESS et le contrôle indépendant voient la liste des contrôles.",
    one=lambda obj: (_reads_reviews, {}),
)
def read_reviews(obj: Any) -> "QuerySet[User]":
    return staff(*CressGroup, *WatchGroup)


def staff_without_conflict(review: Any) -> "QuerySet[User]":
    """CRESS staff whom nothing links to the organisation, now or in the last months."""
    return staff_free_of(review.organisation_id, timezone.localdate())


def reviewer_key(review: ComplianceReview) -> str:
    """Whoever leads it; the CRESS as long as nobody does."""
    if review.assignee_id:
        return f"user:{review.assignee_id}"
    return f"group:{CressGroup.INSTRUCTOR}"


@OversightRules.reviewer_without_conflict.grants(
    who="la CRESS, hors des personnes liées à l’organisation",
    denial="Seule une personne de la CRESS sans lien avec l’organisation peut le faire.",
    audience=lambda review: f"group:{CressGroup.INSTRUCTOR}",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def reviewer_without_conflict(review: Any) -> "QuerySet[User]":
    """Of a review, or of a recognition that one is to be opened of."""
    return staff_without_conflict(review)


@OversightRules.reviewer_in_charge.grants(
    who="la personne qui mène ce contrôle",
    denial="Seule la personne qui mène ce contrôle peut le faire.",
    audience=reviewer_key,
)
def reviewer_in_charge(review: ComplianceReview) -> "QuerySet[User]":
    staff = staff_without_conflict(review)
    return staff.filter(pk=review.assignee_id) if review.assignee_id else staff.none()


@OversightRules.manager_without_conflict.grants(
    who="la direction de la CRESS, hors des personnes liées à l’organisation",
    denial="Seule la direction de la CRESS, sans lien avec l’organisation, peut le faire.",
    audience=lambda review: f"group:{CressGroup.MANAGER}",
)
def manager_without_conflict(review: ComplianceReview) -> "QuerySet[User]":
    return staff_free_of(review.organisation_id, timezone.localdate(), CressGroup.MANAGER)


@OversightRules.monitor_without_conflict.grants(
    who="le contrôle indépendant, hors des personnes liées à l’organisation",
    denial="Seul le contrôle indépendant, sans lien avec l’organisation, peut le faire.",
    audience=lambda review: f"group:{WatchGroup.MONITOR}",
)
def monitor_without_conflict(review: Any) -> "QuerySet[User]":
    """All that whoever watches may do of a review; of a recognition, to open one of it."""
    return staff_free_of(review.organisation_id, timezone.localdate(), *WatchGroup)


@OversightRules.opens_reviews.grants(
    who="la CRESS et le contrôle indépendant, hors des personnes liées à l’organisation",
    denial="Seule une personne de la CRESS ou du contrôle indépendant, sans lien avec "
    "l’organisation, peut ouvrir un contrôle.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def opens_reviews(recognition: Any) -> "QuerySet[User]":
    return staff_free_of(recognition.organisation_id, timezone.localdate(), *ROLE_GROUPS.values())


@OversightRules.reviewed_people.grants(
    who="les personnes de l’organisation",
    denial="Seules les personnes de l’organisation peuvent le faire.",
    audience=lambda review: member_key(review.organisation_id),
)
def reviewed_people(review: ComplianceReview) -> "QuerySet[User]":
    return members_of(review.organisation_id)


@OversightRules.representative_or_time.grants(
    who="une personne qui représente légalement l’organisation, ou le système à la date prévue",
    denial="Seules les personnes qui représentent l’organisation peuvent le faire.",
    audience=lambda review: representative_key(review.organisation_id),
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def representative_or_time(review: ComplianceReview) -> "QuerySet[User]":
    return representatives_of(review.organisation_id)


@OversightRules.party_or_time.grants(
    who="une personne qui représente l’organisation, la CRESS, ou le système à la date prévue",
    denial="Seules les personnes qui représentent l’organisation et la CRESS peuvent le faire.",
    audience=lambda review: representative_key(review.organisation_id),
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def party_or_time(review: ComplianceReview) -> "QuerySet[User]":
    representatives = representatives_of(review.organisation_id)
    free = staff_without_conflict(review)
    return User.objects.filter(Q(pk__in=representatives.values("pk")) | Q(pk__in=free.values("pk")))


@OversightRules.open_deliberation.grants(
    who="le comité, en séance",
    denial="Le comité ouvre la délibération en séance.",
    audience=lambda review: f"group:{CressGroup.MANAGER}",
    kinds=[ActorKind.DELIBERATION],
    admits=is_under_deliberation,
)
def open_deliberation(review: ComplianceReview) -> "QuerySet[User]":
    return User.objects.none()


@OversightRules.committee_decision.grants(
    who="le comité, par une décision",
    denial="Seule une décision du comité peut le faire.",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def committee_decision(review: ComplianceReview) -> "QuerySet[User]":
    return User.objects.none()


# Who wrote what is held against somebody does not decide of it, whoever leads the review since.
tells_examinations(Examinations(Finding.objects.standing, case="review_id", person="author_id"))


def decides_of(actor: Actor, recognition: Recognition, action: str) -> bool:
    """Whether the decision is that of a review of this very recognition, and leads to `action`.

    What is decided of one holds for the renewals that were to follow it.
    """
    decision = actor.source
    if action not in CONSEQUENCES.get(decision.outcome, ()):
        return False
    reviews = ComplianceReview.objects.filter(pk=decision.case_id)
    reviewed = reviews.values_list("recognition_id", flat=True).first()
    link: Recognition | None = recognition
    while link is not None and link.pk != reviewed:
        link = link.previous
    return link is not None


@DirectoryRules.sanctioning_decision.grants(
    who="le comité, par une décision sur un contrôle",
    denial="Une reconnaissance se suspend ou se retire par une décision du comité, après un "
    "contrôle.",
    kinds=[ActorKind.DECISION],
    admits=decides_of,
)
def sanctioning_decision(recognition: Recognition) -> "QuerySet[User]":
    return User.objects.none()


@DirectoryRules.suspending_review.grants(
    who="le comité, par une décision sur un contrôle\u00a0; la direction de la CRESS, en urgence",
    denial="Une reconnaissance se suspend par une décision du comité, après un contrôle.",
    kinds=[ActorKind.USER, ActorKind.DECISION],
    admits=decides_of,
)
def suspending_review(recognition: Recognition) -> "QuerySet[User]":
    """Whoever has just said, on an open review, that it is urgent; once a review."""
    urgent = ComplianceReview.objects.filter(
        recognition=recognition, state__in=OPEN, outcome="", interim_on__isnull=False
    )
    suspended = recognition.history.filter(transition="suspend", sanction_id__isnull=False)
    return User.objects.filter(
        pk__in=urgent.exclude(pk__in=suspended.values("sanction_id")).values("interim_by")
    )


@DirectoryRules.reinstating_review.grants(
    who="le comité, par une décision sur un contrôle\u00a0; la CRESS, quand elle clôt le contrôle "
    "d’une reconnaissance suspendue en urgence",
    denial="Une suspension se lève par une décision du comité, ou avec la fin du contrôle.",
    kinds=[ActorKind.USER, ActorKind.DECISION],
    admits=decides_of,
)
def reinstating_review(recognition: Recognition) -> "QuerySet[User]":
    """Whoever has just closed the review whose urgent suspension it is."""
    ended = recognition.reviews.filter(
        pk=F("recognition__sanction"),
        state=ReviewState.CLOSED,
        outcome__in=ENDED_BY_THE_CRESS,
    )
    return staff_without_conflict(recognition) if ended.exists() else User.objects.none()


@case_readers
@case_correspondents
@by_key
def organisation_and_cress(case: Case) -> Q:
    """The CRESS; the organisation's people, once the review is notified to them."""
    if case.child_model is not ComplianceReview:
        return Q(pk__in=[])
    told = ComplianceReview.objects.told().filter(pk=case.pk)
    return members_and_cress(told.values("organisation"))
