"""What the database shows of the scheme, counted once for all the lines of the file."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from directory.charters.enums import CharterVersionState
from directory.charters.models import CharterVersion
from directory.delays.calendar import months_before
from directory.impartiality.models import Interest
from directory.people.enums import CressGroup, WatchGroup
from directory.people.models import User
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as A
from labelling.instruction.models import Assessment
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.reviews.enums import ReviewOrigin, ReviewOutcome
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from labelling.referencing.models import Referencing
from labelling.revisions.models import CharterRevision, ConsultedParty
from workflows.models import Case

LATELY = 24  # months: what is older shows what was done, not what is


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of what is kept, on one day. Of « lately »: in the last 24 months."""

    today: date
    charters_in_force: int
    consultations: int
    answers: int
    colleges_seated: int
    members: int
    staff: int
    monitors: int
    applications: int
    decided: int
    refused: int
    refused_without_reasons: int
    appealed: int
    appeals_heard: int
    assessments: int
    decisions: int
    recognitions: int
    active: int
    suspended: int
    withdrawn: int
    renewed: int
    reviews: int
    reviews_lately: int
    reviews_closed: int
    sanctions: int
    review_appeals: int
    review_appeals_heard: int
    findings: int
    campaigns: int
    drawn_lately: int
    progress_reviews: int
    complaints: int
    complaints_over: int
    interests: int
    interests_late: int


def facts_on(today: date | None = None) -> Facts:
    """Count them; a fixed number of queries, whatever the register holds."""
    today = today or timezone.localdate()
    since = months_before(today, LATELY)
    in_force = CharterVersion.objects.filter(state=CharterVersionState.IN_FORCE).count()
    applications = [_applications(model) for model in (Dossier, Referencing)]
    return Facts(
        today=today,
        charters_in_force=in_force,
        consultations=CharterRevision.objects.filter(consulted_on__isnull=False).count(),
        answers=ConsultedParty.objects.filter(answered_on__isnull=False).count(),
        **_people(today),
        **{key: sum(found[key] for found in applications) for key in applications[0]},
        assessments=Assessment.objects.exclude(finding="").count(),
        decisions=Case.objects.filter(decisions__isnull=False).distinct().count(),
        **_recognitions(),
        **_reviews(since),
        findings=Finding.objects.standing().count(),
        **Campaign.objects.aggregate(
            campaigns=Count("pk", filter=Q(published_on__isnull=False)),
            drawn_lately=Count("pk", filter=Q(state=CampaignState.DRAWN, drawn_on__gt=since)),
        ),
        **Complaint.objects.aggregate(
            complaints=Count("pk"),
            complaints_over=Count("pk", filter=Q(closed_at__isnull=False)),
        ),
        **Interest.objects.standing().aggregate(
            interests=Count("pk"), interests_late=Count("pk", filter=Q(review_on__lte=today))
        ),
    )


def _people(today: date) -> dict[str, int]:
    """By their relations alone: the committee is not known here."""
    sits = Q(mandates__cancelled_at__isnull=True, mandates__starts_on__lte=today) & (
        Q(mandates__ends_on__isnull=True) | Q(mandates__ends_on__gte=today)
    )
    return User.objects.filter(is_active=True).aggregate(
        members=Count("pk", filter=sits, distinct=True),
        colleges_seated=Count("mandates__college", filter=sits, distinct=True),
        staff=Count("pk", filter=Q(groups__name__in=CressGroup.values), distinct=True),
        monitors=Count("pk", filter=Q(groups__name__in=WatchGroup.values), distinct=True),
    )


def _applications(model: type[Dossier] | type[Referencing]) -> dict[str, int]:
    found: dict[str, int] = model.objects.aggregate(
        applications=Count("pk", filter=Q(submitted_at__isnull=False)),
        decided=Count("pk", filter=Q(decided_on__isnull=False)),
        refused=Count("pk", filter=Q(state=A.REFUSED)),
        refused_without_reasons=Count("pk", filter=Q(state=A.REFUSED, decision_reasons="")),
        appealed=Count("pk", filter=~Q(appeal_grounds="")),
        appeals_heard=Count(
            "pk",
            filter=~Q(appeal_grounds="") & Q(state__in=[A.VALIDATED, A.REFUSED]),
        ),
    )
    return found


def _recognitions() -> dict[str, int]:
    return Recognition.objects.aggregate(
        recognitions=Count("pk"),
        active=Count("pk", filter=Q(state=RecognitionState.ACTIVE)),
        suspended=Count("pk", filter=Q(state=RecognitionState.SUSPENDED)),
        withdrawn=Count("pk", filter=Q(state=RecognitionState.WITHDRAWN)),
        renewed=Count("pk", filter=Q(previous__isnull=False)),
    )


def _reviews(since: date) -> dict[str, int]:
    sanctioned = Q(outcome__in=[ReviewOutcome.SUSPENDED, ReviewOutcome.WITHDRAWN])
    found: dict[str, int] = ComplianceReview.objects.aggregate(
        reviews=Count("pk"),
        reviews_lately=Count("pk", filter=Q(opened_at__date__gt=since)),
        reviews_closed=Count("pk", filter=~Q(outcome="")),
        sanctions=Count("pk", filter=sanctioned),
        review_appeals=Count("pk", filter=Q(appealed_on__isnull=False)),
        review_appeals_heard=Count("pk", filter=~Q(appeal_outcome="")),
        progress_reviews=Count("pk", filter=Q(origin=ReviewOrigin.PROGRESS)),
    )
    return found
