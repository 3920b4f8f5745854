"""Reviews in any state, made as the product makes them: on days gone by, their notice over."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.instruction.enums import ApplicationState
from labelling.oversight.reviews.enums import Conclusion, Grade, ReviewOrigin, ReviewState
from labelling.oversight.reviews.inputs import (
    CorrectionDone,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    PlannedCorrection,
    Referral,
)
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.operations import open_review, write_finding
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform

Step = Callable[[ComplianceReview, datetime], None]
TICK = Actor.system("tick")
LONG_AGO = timedelta(days=30)
ENTRY = FindingEntry("action_plan", "Le plan d’actions n’a pas été tenu à jour.", Grade.MINOR)
FILED = FindingEntry("practices", "Aucune pratique nouvelle n’est décrite.", Grade.MAJOR)
REFERRAL = Referral("suspend", 3, "Un plan d’actions daté, et deux actions menées.")


def organisation(**facts: Any) -> Organisation:
    """One that somebody could answer for LONG_AGO: the proof asks who was there that day."""
    org = factories.organisation(**facts)
    factories.representative(org, since=timezone.now() - LONG_AGO)
    return org


def recognition() -> Recognition:
    """A label that runs."""
    return factories.dossier(ApplicationState.VALIDATED, org=organisation()).recognitions.get()


def opened(
    of: Recognition | None = None, *, reviewer: User | None = None, at: datetime | None = None
) -> ComplianceReview:
    return open_review(
        of or recognition(),
        origin=ReviewOrigin.SURVEILLANCE,
        account="Rien ne montre que le plan d’actions avance.",
        actor=factories.SYSTEM,
        reviewer=reviewer or factories.instructor(since=at),
        at=at,
    )


def reviewer(review: ComplianceReview) -> Actor:
    return Actor.of(review.assignee)


def holder(review: ComplianceReview) -> Actor:
    """Whoever represents the organisation."""
    people = User.objects.filter(memberships__organisation=review.organisation_id)
    return Actor.of(people.order_by("pk").first() or factories.representative(review.organisation))


def finding(review: ComplianceReview) -> Finding:
    found: Finding = review.findings.standing().get()
    return found


def write(review: ComplianceReview, at: datetime) -> None:
    write_finding(review, entry=ENTRY, actor=reviewer(review), at=at)


def file(review: ComplianceReview, at: datetime) -> None:
    """By a monitor of that day."""
    watches = Actor.of(factories.monitor(since=at))
    write_finding(review, entry=FILED, actor=watches, action="file_finding", at=at)


def notify(review: ComplianceReview, at: datetime) -> None:
    perform(review, "notify", actor=reviewer(review), at=at)


def answer(review: ComplianceReview, at: datetime) -> None:
    for found in review.findings.standing():
        data = FindingAnswer(found.pk, "Le voici.", "Un départ.")
        perform(review, "answer_finding", actor=holder(review), data=data, at=at)
    perform(review, "answer", actor=holder(review), at=at)


def plan(review: ComplianceReview, at: datetime) -> None:
    due_on = timezone.localdate(at) + timedelta(days=60)
    for found in review.findings.still_open():
        data = PlannedCorrection(found.pk, "", "Dater le plan.", "La direction", due_on)
        perform(review, "plan_correction", actor=reviewer(review), data=data, at=at)
    perform(review, "ask_correction", actor=reviewer(review), at=at)


def correct(review: ComplianceReview, at: datetime) -> None:
    for found in review.findings.still_open():
        data = CorrectionDone(found.pk, "Le plan est daté.")
        perform(review, "show_correction", actor=holder(review), data=data, at=at)
    perform(review, "correct", actor=holder(review), at=at)


def close(review: ComplianceReview, at: datetime) -> None:
    for found in review.findings.still_open():
        data = FindingConclusion(found.pk, Conclusion.CORRECTED, "Le plan est daté.")
        perform(review, "conclude", actor=reviewer(review), data=data, at=at)
    perform(review, "close", actor=reviewer(review), reason="Tout est corrigé.", at=at)


def refer(review: ComplianceReview, at: datetime) -> None:
    reason = "L’écart demeure."
    perform(review, "refer", actor=reviewer(review), data=REFERRAL, reason=reason, at=at)


def deliberate(review: ComplianceReview, at: datetime) -> None:
    perform(review, "enter_deliberation", actor=factories.deliberation(review), at=at)


def decide(outcome: str) -> Step:
    def step(review: ComplianceReview, at: datetime) -> None:
        actor = factories.decision(review, outcome)
        transition = review.proposal(outcome).transition
        perform(review, transition, actor=actor, reason="Motifs du comité.", at=at)

    return step


def appeal(review: ComplianceReview, at: datetime) -> None:
    perform(review, "appeal", actor=holder(review), reason="Nous contestons.", at=at)


def ask_lifting(review: ComplianceReview, at: datetime) -> None:
    perform(review, "ask_lifting", actor=holder(review), reason="Tout est fait.", at=at)


S = ReviewState
_ANSWERED = [write, notify, answer]
PATHS: dict[str, Sequence[Step]] = {
    S.OPENED: [],
    S.AWAITING_ANSWER: [write, notify],
    S.UNDER_ASSESSMENT: _ANSWERED,
    S.CORRECTIVE_ACTION: [*_ANSWERED, plan],
    S.REFERRED: [*_ANSWERED, refer],
    S.IN_DELIBERATION: [*_ANSWERED, refer, deliberate],
    S.APPEALED: [*_ANSWERED, refer, deliberate, decide("suspend"), appeal],
    "corrected": [*_ANSWERED, plan, correct, close],
    "dismissed": [*_ANSWERED, refer, deliberate, decide("dismiss")],
    "warned": [*_ANSWERED, refer, deliberate, decide("warn")],
    "suspended": [*_ANSWERED, refer, deliberate, decide("suspend")],
    "withdrawn": [*_ANSWERED, refer, deliberate, decide("withdraw_recognition")],
    "lifting": [*_ANSWERED, refer, deliberate, decide("suspend"), ask_lifting],
}
BEFORE_THE_COMMITTEE = (write, notify, answer, refer)


def review(
    where: str = S.OPENED,
    *,
    of: Recognition | None = None,
    reviewer: User | None = None,
    at: datetime | None = None,
) -> ComplianceReview:
    """A review brought to `where`, a state or an outcome, by the shortest lawful path.

    What comes before the committee is done LONG_AGO, the rest now.
    """
    now = at or timezone.now()
    before = now - LONG_AGO
    past = where not in (S.OPENED, S.AWAITING_ANSWER)
    made = opened(of, reviewer=reviewer, at=before if past else now)
    for step in PATHS[where]:
        step(made, before if past and step in BEFORE_THE_COMMITTEE else now)
    made.recognition.refresh_from_db()
    return made
