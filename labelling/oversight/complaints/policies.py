"""Who may, on a complaint: whoever holds its receipt, and those who handle it.

Whoever is complained about is never among them: not the organisation, nor who acts for it at the
CRESS; and of a complaint about the scheme, the CRESS reads nothing.
"""

from typing import Any

from django.db.models import Q, QuerySet

from directory.memberships.policies import members_of, staff_without_link
from directory.people.enums import CressGroup, WatchGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.oversight.complaints.enums import Addressee
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.rulebook import OversightRules
from workflows.access import case_readers
from workflows.actors import Actor, ActorKind
from workflows.models import Case
from workflows.presiding import CHAIR_KEY, seats

# Whoever complains has no account: their receipt is all that is known of them.
BY_RECEIPT = Actor.system("receipt")


def audience_of(complaint: Complaint) -> str:
    """In whose inbox it is asked for: never in that of somebody who may not read it.

    A group none of whose people acts for the organisation; else one person who does not.
    """
    if complaint.addressee == Addressee.CHAIR:
        return CHAIR_KEY
    members = members_of(_organisation_id(complaint)).values("pk")
    for group in (CressGroup.INSTRUCTOR, CressGroup.MANAGER):
        people = staff(group).filter(is_active=True)
        if people.exists() and not people.filter(pk__in=members).exists():
            return f"group:{group}"
    anyone = _unlinked_staff(complaint).filter(is_active=True).order_by("pk").first()
    return f"user:{anyone.pk}" if anyone else f"group:{CressGroup.MANAGER}"


def _unlinked_staff(complaint: Complaint) -> "QuerySet[User]":
    return staff_without_link(_organisation_id(complaint), *CressGroup)


def _organisation_id(complaint: Complaint) -> Any:
    return complaint.recognition.organisation_id if complaint.recognition else None


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
    return _unlinked_staff(complaint)


@OversightRules.second_person.grants(
    who="une autre personne de la CRESS ou, quand la réclamation la vise, un membre du comité",
    denial="Vous ne pouvez pas vous prononcer sur la lecture de cette identité.",
)
def second_person(complaint: Complaint) -> "QuerySet[User]":
    if complaint.addressee == Addressee.CHAIR:
        return User.objects.filter(seats().members())
    return _unlinked_staff(complaint)


@OversightRules.read_complaints.grants(
    who="la CRESS, la présidence du comité et le contrôle indépendant",
    denial="Seules les personnes qui traitent les réclamations lisent cette page.",
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
    watching = staff_without_link(_organisation_id(complaint), *WatchGroup)
    handling = complaint_handler(complaint)
    return Q(pk__in=handling.values("pk")) | Q(pk__in=watching.values("pk"))
