"""Who may, on a complaint: whoever holds its receipt, and those who handle it.

Whoever is complained about is never among them: not the organisation, nor who acts for it at the
CRESS; and of a complaint about the scheme, the CRESS reads nothing.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from directory.impartiality.free import staff_free_of
from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.oversight.complaints.enums import Addressee
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.rulebook import OversightRules
from workflows.access import case_readers
from workflows.actors import Actor, ActorKind
from workflows.compiled_sql import Given, Question
from workflows.deliberation import CHAIR_KEY, seats
from workflows.models import Case

# Whoever complains has no account: their receipt is all that is known of them.
BY_RECEIPT = Actor.system("receipt")


def audience_of(complaint: Complaint) -> str:
    """In whose inbox it is asked for: never in that of somebody who may not read it.

    A group whose people are all free of the organisation; else one person who is.
    """
    if complaint.addressee == Addressee.CHAIR:
        return CHAIR_KEY
    free = _free_staff(complaint).filter(is_active=True)
    for group in (CressGroup.INSTRUCTOR, CressGroup.MANAGER):
        people = staff(group).filter(is_active=True)
        if people.exists() and not people.exclude(pk__in=free.values("pk")).exists():
            return f"group:{group}"
    anyone = free.order_by("pk").first()
    return f"user:{anyone.pk}" if anyone else f"group:{CressGroup.MANAGER}"


def _free_staff(complaint: Complaint, *groups: RoleGroup) -> "QuerySet[User]":
    """The people in these groups, by default the CRESS, whom nothing ties to who it is about."""
    if complaint.recognition is None:
        return staff(*(groups or CressGroup))
    organisation = complaint.recognition.organisation_id
    return staff_free_of(organisation, timezone.localdate(), *groups)


@OversightRules.complainant.grants(
    who="la personne qui a le reçu de la réclamation",
    denial="Seule la personne qui a le reçu de la réclamation peut le faire.",
    kinds=[ActorKind.SYSTEM],
    admits=lambda actor, complaint, action: actor.reference == BY_RECEIPT.reference,
)
def complainant(complaint: Complaint) -> "QuerySet[User]":
    return User.objects.none()


@OversightRules.complaint_handler.grants(
    who="la CRESS, hors des personnes liées à l’organisation, ou la présidence du comité quand la "
    "réclamation vise la CRESS",
    denial="Vous ne traitez pas cette réclamation.",
    audience=audience_of,
)
def complaint_handler(complaint: Complaint) -> "QuerySet[User]":
    if complaint.addressee == Addressee.CHAIR:
        return User.objects.filter(seats().chairs())
    return _free_staff(complaint)


@OversightRules.second_person.grants(
    who="une autre personne de la CRESS ou, quand la réclamation la vise, un membre du comité",
    denial="Vous ne pouvez pas vous prononcer sur la lecture de cette identité.",
)
def second_person(complaint: Complaint) -> "QuerySet[User]":
    if complaint.addressee == Addressee.CHAIR:
        return User.objects.filter(seats().members())
    return _free_staff(complaint)


@Question
def _reads_complaints() -> "QuerySet[Any, Any]":
    return read_complaints(None).filter(is_active=True, pk=Given("person"))


@OversightRules.read_complaints.grants(
    who="la CRESS, la présidence du comité et le contrôle indépendant",
    denial="Seules les personnes qui traitent les réclamations lisent cette page.",
    one=lambda obj: (_reads_complaints, {}),
)
def read_complaints(obj: Any) -> "QuerySet[User]":
    staff_and_monitor = staff(*CressGroup, *WatchGroup)
    return User.objects.filter(Q(pk__in=staff_and_monitor.values("pk")) | seats().chairs())


@case_readers
def handlers(case: Case) -> Q:
    """Nobody reads a complaint but those who handle it and the independent monitor; nobody writes
    messages on it."""
    if case.child_model is not Complaint:
        return Q(pk__in=[])
    complaint: Complaint = case.subject
    watching = _free_staff(complaint, *WatchGroup)
    return Q(pk__in=complaint_handler(complaint).values("pk")) | Q(pk__in=watching.values("pk"))
