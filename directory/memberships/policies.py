"""Who may, by their link to an organisation, or for having none."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from directory.memberships.enums import MembershipRole, MembershipState
from directory.memberships.models import Membership
from directory.organisations.models import EligibilityProof, Organisation
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from directory.rulebook import DirectoryRules
from workflows.compiled_sql import Given, Question
from workflows.policies import audience_keys


def representatives_of(organisation_id: Any) -> "QuerySet[User]":
    """The users who legally represent an organisation today."""
    return User.objects.filter(
        memberships__organisation_id=organisation_id,
        memberships__state=MembershipState.ACTIVE,
        memberships__role=MembershipRole.REPRESENTATIVE,
    )


def members_of(organisation_id: Any) -> "QuerySet[User]":
    """The users who act for an organisation today, whatever their role."""
    return User.objects.filter(
        memberships__organisation_id=organisation_id,
        memberships__state=MembershipState.ACTIVE,
    )


def members_and_cress(organisations: "QuerySet[Any, Any]") -> Q:
    """The condition on users of those who act for one of `organisations`, by their keys, whatever
    their role, and of the CRESS."""
    return Q(
        memberships__organisation__in=organisations,
        memberships__state=MembershipState.ACTIVE,
        memberships__role__in=MembershipRole.values,
    ) | Q(groups__name__in=CressGroup.values)


def organisations_of(user: Any) -> "QuerySet[Organisation]":
    """The organisations that `user` acts for today."""
    return Organisation.objects.filter(
        memberships__user=user, memberships__state=MembershipState.ACTIVE
    )


def staff_without_link(organisation_id: Any, *groups: CressGroup) -> "QuerySet[User]":
    """The CRESS staff in one of these groups who do not act for the organisation."""
    return staff(*groups).exclude(pk__in=members_of(organisation_id).values("pk"))


def representative_key(organisation_id: int) -> str:
    return f"representative:{organisation_id}"


def member_key(organisation_id: int) -> str:
    return f"member:{organisation_id}"


@Question
def is_member() -> "QuerySet[Any, Any]":
    """Whether `person` is one of `members_of` the organisation."""
    return members_of(Given("organisation")).filter(is_active=True).filter(pk=Given("person"))


@Question
def is_representative() -> "QuerySet[Any, Any]":
    """Whether `person` is one of `representatives_of` the organisation."""
    found = representatives_of(Given("organisation"))
    return found.filter(is_active=True).filter(pk=Given("person"))


@audience_keys
def directory_keys(user: Any) -> Iterable[str]:
    """`user:7`, `representative:12`, `member:12`, `group:cress-instructor`."""
    yield f"user:{user.pk}"
    for organisation_id, role in _memberships.rows(user=user.pk):
        yield member_key(organisation_id)
        if role == MembershipRole.REPRESENTATIVE:
            yield representative_key(organisation_id)
    for (group,) in _groups.rows(user=user.pk):
        yield f"group:{group}"


@Question
def _memberships() -> "QuerySet[Any, Any]":
    found = Membership.objects.active().filter(user=Given("user"))
    return found.values_list("organisation_id", "role")


@Question
def _groups() -> "QuerySet[Any, Any]":
    return Group.objects.filter(user=Given("user")).values_list("name")


@DirectoryRules.organisation_representative.grants(
    who="une personne qui représente légalement l’organisation",
    denial="Seules les personnes qui représentent l’organisation peuvent le faire.",
    audience=lambda membership: representative_key(membership.organisation_id),
)
def organisation_representative(membership: Membership) -> "QuerySet[User]":
    return representatives_of(membership.organisation_id)


@DirectoryRules.membership_party.grants(
    who="une personne qui représente l’organisation, ou la personne elle-même",
    denial="Seules les personnes qui la représentent et la personne elle-même peuvent le faire.",
)
def membership_party(membership: Membership) -> "QuerySet[User]":
    representatives = representatives_of(membership.organisation_id)
    return User.objects.filter(Q(pk=membership.user_id) | Q(pk__in=representatives.values("pk")))


@DirectoryRules.membership_verifier.grants(
    who="la CRESS, hors des personnes liées à l’organisation",
    denial="Seule une personne de la CRESS sans lien avec l’organisation peut le faire.",
    audience=lambda membership: f"group:{CressGroup.INSTRUCTOR}",
)
def membership_verifier(membership: Membership) -> "QuerySet[User]":
    return staff_without_link(membership.organisation_id, *CressGroup)


@DirectoryRules.membership_director.grants(
    who="la direction de la CRESS, hors des personnes liées à l’organisation",
    denial="Seule la direction de la CRESS, sans lien avec l’organisation, peut le faire.",
    audience=lambda membership: f"group:{CressGroup.MANAGER}",
)
def membership_director(membership: Membership) -> "QuerySet[User]":
    return staff_without_link(membership.organisation_id, CressGroup.MANAGER)


@DirectoryRules.read_organisation.grants(
    who="les membres de l’organisation et la CRESS",
    denial="Cette organisation n’est pas la vôtre.",
)
def read_organisation(organisation: Organisation) -> "QuerySet[User]":
    members = members_of(organisation.pk)
    return User.objects.filter(
        Q(pk__in=members.values("pk")) | Q(groups__name__in=CressGroup.values)
    ).distinct()


@DirectoryRules.manage_organisation.grants(
    who="une personne qui représente légalement l’organisation",
    denial="Seules les personnes qui représentent l’organisation peuvent le faire.",
    audience=lambda organisation: representative_key(organisation.pk),
)
def manage_organisation(organisation: Organisation) -> "QuerySet[User]":
    return representatives_of(organisation.pk)


@DirectoryRules.read_eligibility_proof.grants(
    who="les membres de l’organisation et la CRESS",
    denial="Cette organisation n’est pas la vôtre.",
)
def read_eligibility_proof(proof: EligibilityProof) -> "QuerySet[User]":
    return read_organisation(proof.organisation)


@DirectoryRules.invite_to_organisation.grants(
    who="une personne qui représente légalement l’organisation",
    denial="Seules les personnes qui représentent légalement l’organisation peuvent inviter.",
)
def invite_to_organisation(organisation: Organisation) -> "QuerySet[User]":
    """Whoever coordinates the dossier may too, as long as nobody represents the organisation."""
    representatives = representatives_of(organisation.pk)
    return representatives if representatives.exists() else members_of(organisation.pk)
