"""Who may, on a repair: its owner, those who were invited, the meeting, time."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from tests.toys.models import Repair
from tests.toys.rulebook import ToyRules
from workflows.access import case_correspondents, case_readers
from workflows.actors import ActorKind
from workflows.deliberation import is_decided_so
from workflows.models import Case

User: Any = get_user_model()


@ToyRules.owner.grants(
    who="la personne qui l’a apportée",
    denial="Seule la personne qui l’a apportée peut le faire.",
    audience=lambda repair: f"user:{repair.owner_id}",
)
def owner(repair: Repair) -> "QuerySet[Any]":
    return User.objects.filter(pk=repair.owner_id)


@ToyRules.mender.grants(
    who="les personnes invitées à réparer",
    denial="Seule une personne invitée, et qui n’en est pas propriétaire, peut le faire.",
    audience=lambda repair: f"invited:{repair.pk}",
)
def mender(repair: Repair) -> "QuerySet[Any]":
    return repair.invited.exclude(pk=repair.owner_id)


@ToyRules.in_charge.grants(
    who="la personne qui répare",
    denial="Seule la personne qui répare peut le faire.",
    audience=lambda repair: f"user:{repair.assignee_id}",
)
def in_charge(repair: Repair) -> "QuerySet[Any]":
    return mender(repair).filter(pk=repair.assignee_id)


@ToyRules.time.grants(
    who="le système, à la date prévue",
    denial="Cela vient à la date prévue.",
    kinds=[ActorKind.SYSTEM],
)
def time(repair: Repair) -> "QuerySet[Any]":
    return User.objects.none()


@ToyRules.meeting.grants(
    who="la réunion, par une décision",
    denial="Seule une décision de la réunion peut le faire.",
    audience=lambda repair: "meeting",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def meeting(repair: Repair) -> "QuerySet[Any]":
    return User.objects.none()


@case_readers
@case_correspondents
def owner_and_invited(case: Case) -> Q:
    """Those whom a repair is about read it and write to each other."""
    if case.kind != Repair._meta.label_lower:
        return Q(pk__in=[])
    named = Repair.objects.filter(pk=case.pk)
    return Q(pk__in=named.values("owner")) | Q(pk__in=named.values("invited"))
