"""Who may instruct: the CRESS, never somebody of the structure."""

from typing import Any

from django.db.models import QuerySet

from directory.memberships.policies import staff_without_link
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.dossiers.models import Dossier
from workflows.policies import policy


def staff_without_conflict(dossier: Dossier) -> "QuerySet[User]":
    """CRESS staff with no link to the structure: a member of it never instructs it."""
    return staff_without_link(dossier.organisation_id, *CressGroup)


@policy(
    "labelling.instructor_without_conflict",
    who="la CRESS, hors des personnes liées à la structure",
    denial="Seule une personne de la CRESS sans lien avec la structure peut le faire.",
    audience=lambda dossier: f"group:{CressGroup.INSTRUCTOR}",
)
def instructor_without_conflict(dossier: Dossier) -> "QuerySet[User]":
    return staff_without_conflict(dossier)


@policy(
    "labelling.instructor_in_charge",
    who="la personne qui instruit ce dossier",
    denial="Seule la personne qui instruit ce dossier peut le faire.",
    audience=lambda dossier: f"user:{dossier.assignee_id}",
)
def instructor_in_charge(dossier: Dossier) -> "QuerySet[User]":
    staff = staff_without_conflict(dossier)
    return staff.filter(pk=dossier.assignee_id) if dossier.assignee_id else staff.none()


@policy(
    "labelling.read_queue",
    who="la CRESS",
    denial="Seule la CRESS voit la liste des dossiers déposés.",
)
def read_queue(obj: Any) -> "QuerySet[User]":
    return staff(CressGroup.INSTRUCTOR, CressGroup.MANAGER)
