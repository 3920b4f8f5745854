"""Who may, on a dossier: the structure, the committee, and who reads it."""

from django.db.models import Q, QuerySet

from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.policies import (
    member_key,
    members_of,
    representative_key,
    representatives_of,
)
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.models import User
from labelling.dossiers.models import Dossier
from workflows.access import case_correspondents, case_readers
from workflows.actors import ActorKind
from workflows.deliberation import is_decided_so, is_under_deliberation
from workflows.models import Case
from workflows.policies import policy


@policy(
    "labelling.representative",
    who="le représentant légal de la structure",
    denial="Seul le représentant légal de la structure peut le faire.",
    audience=lambda dossier: representative_key(dossier.organisation_id),
)
def representative(dossier: Dossier) -> "QuerySet[User]":
    return representatives_of(dossier.organisation_id)


@policy(
    "labelling.structure",
    who="les personnes qui agissent pour la structure",
    denial="Seules les personnes de la structure peuvent le faire.",
    audience=lambda dossier: member_key(dossier.organisation_id),
)
def structure(dossier: Dossier) -> "QuerySet[User]":
    return members_of(dossier.organisation_id)


@policy(
    "labelling.open_for",
    who="les personnes qui agissent pour l’organisation",
    denial="Seules les personnes de l’organisation peuvent ouvrir son dossier.",
)
def open_for(organisation: Organisation) -> "QuerySet[User]":
    return members_of(organisation.pk)


@policy(
    "labelling.committee_decision",
    who="le comité, par une décision",
    denial="Seule une décision du comité peut le faire.",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def committee_decision(dossier: Dossier) -> "QuerySet[User]":
    return User.objects.none()


@policy(
    "labelling.open_agenda_item",
    who="le comité, en séance",
    denial="Le comité ouvre la délibération en séance.",
    audience=lambda dossier: f"group:{CressGroup.MANAGER}",
    kinds=[ActorKind.DELIBERATION],
    admits=is_under_deliberation,
)
def open_agenda_item(dossier: Dossier) -> "QuerySet[User]":
    return User.objects.none()


@case_readers
@case_correspondents
def structure_and_cress(case: Case) -> Q:
    """The structure's people and the CRESS read its dossiers, and write to each other there."""
    if case.kind != Dossier._meta.label_lower:
        return Q(pk__in=[])
    return Q(
        memberships__organisation__dossiers=case.pk,
        memberships__state=MembershipState.ACTIVE,
        memberships__role__in=MembershipRole.values,
    ) | Q(groups__name__in=CressGroup.values)
