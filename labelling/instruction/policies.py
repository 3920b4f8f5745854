"""Who may, on an application: its organisation, the CRESS, the committee, and who reads it."""

from typing import Any

from django.db.models import DateField, Q, QuerySet
from django.utils import timezone

from directory.impartiality.free import staff_free_of
from directory.memberships.policies import (
    is_member,
    is_representative,
    member_key,
    members_and_cress,
    members_of,
    representative_key,
    representatives_of,
)
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.instruction.models import Application
from labelling.rulebook import LabellingRules
from workflows.access import by_key, case_correspondents, case_readers
from workflows.actors import ActorKind
from workflows.compiled_sql import Given, Question
from workflows.deliberation import is_decided_so, is_under_deliberation
from workflows.models import Case


@LabellingRules.representative.grants(
    who="une personne qui représente légalement la structure",
    denial="Seules les personnes qui représentent la structure peuvent le faire.",
    audience=lambda application: representative_key(application.organisation_id),
    one=lambda application: (is_representative, {"organisation": application.organisation_id}),
)
def representative(application: Application) -> "QuerySet[User]":
    return representatives_of(application.organisation_id)


@LabellingRules.structure.grants(
    who="les personnes qui agissent pour la structure",
    denial="Seules les personnes de la structure peuvent le faire.",
    audience=lambda application: member_key(application.organisation_id),
    one=lambda application: (is_member, {"organisation": application.organisation_id}),
)
def structure(application: Application) -> "QuerySet[User]":
    return members_of(application.organisation_id)


@LabellingRules.open_for.grants(
    who="les personnes qui agissent pour l’organisation",
    denial="Seules les personnes de l’organisation peuvent ouvrir son dossier.",
)
def open_for(organisation: Organisation) -> "QuerySet[User]":
    return members_of(organisation.pk)


def staff_without_conflict(application: Application) -> "QuerySet[User]":
    """CRESS staff with no link to the structure: a member of it never instructs it, nor does one
    of an organisation that accompanied it lately, nor whoever has an interest in it."""
    return staff_free_of(application.organisation_id, timezone.localdate())


FREE_OF_IT = (Given("organisation"), Given("today", DateField()))


@Question
def _is_free_of_it() -> "QuerySet[Any]":
    return staff_free_of(*FREE_OF_IT).filter(is_active=True).filter(pk=Given("person"))


@Question
def _is_in_charge() -> "QuerySet[Any]":
    charged = staff_free_of(*FREE_OF_IT).filter(pk=Given("assignee"))
    return charged.filter(is_active=True).filter(pk=Given("person"))


@Question
def _reads_queue() -> "QuerySet[Any]":
    readers = staff(CressGroup.INSTRUCTOR, CressGroup.MANAGER)
    return readers.filter(is_active=True).filter(pk=Given("person"))


@LabellingRules.instructor_without_conflict.grants(
    who="la CRESS, hors des personnes liées à la structure",
    denial="Seule une personne de la CRESS sans lien avec la structure peut le faire.",
    audience=lambda application: f"group:{CressGroup.INSTRUCTOR}",
    one=lambda application: (
        _is_free_of_it,
        {"organisation": application.organisation_id, "today": timezone.localdate()},
    ),
)
def instructor_without_conflict(application: Application) -> "QuerySet[User]":
    return staff_without_conflict(application)


@LabellingRules.instructor_in_charge.grants(
    who="la personne qui instruit ce dossier",
    denial="Seule la personne qui instruit ce dossier peut le faire.",
    audience=lambda application: f"user:{application.assignee_id}",
    one=lambda application: (
        _is_in_charge,
        {
            "organisation": application.organisation_id,
            "assignee": application.assignee_id,
            "today": timezone.localdate(),
        },
    ),
)
def instructor_in_charge(application: Application) -> "QuerySet[User]":
    staff = staff_without_conflict(application)
    return staff.filter(pk=application.assignee_id) if application.assignee_id else staff.none()


@LabellingRules.read_queue.grants(
    who="la CRESS",
    denial="Seule la CRESS voit la liste des dossiers déposés.",
    one=lambda obj: (_reads_queue, {}),
)
def read_queue(obj: Any) -> "QuerySet[User]":
    return staff(CressGroup.INSTRUCTOR, CressGroup.MANAGER)


@LabellingRules.open_agenda_item.grants(
    who="le comité, en séance",
    denial="Le comité ouvre la délibération en séance.",
    audience=lambda application: f"group:{CressGroup.MANAGER}",
    kinds=[ActorKind.DELIBERATION],
    admits=is_under_deliberation,
)
def open_agenda_item(application: Application) -> "QuerySet[User]":
    return User.objects.none()


@LabellingRules.committee_decision.grants(
    who="le comité, par une décision",
    denial="Seule une décision du comité peut le faire.",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def committee_decision(application: Application) -> "QuerySet[User]":
    return User.objects.none()


@case_readers
@case_correspondents
@by_key
def organisation_and_cress(case: Case) -> Q:
    """The organisation's people and the CRESS read its applications, and write to each other."""
    if not issubclass(case.child_model, Application):
        return Q(pk__in=[])
    # By key, not through the join: the case may come as its parent row alone.
    own = case.child_model.objects.filter(pk=case.pk).values("organisation")
    return members_and_cress(own)
