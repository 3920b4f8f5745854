"""Who may show a proof, make a claim, read and judge them."""

from django.db.models import Q, QuerySet

from directory.memberships.policies import representatives_of, staff_without_link
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.representation.models import RepresentationClaim, RepresentationProof
from directory.rulebook import DirectoryRules


@DirectoryRules.prove_representation.grants(
    who="les personnes qui disent représenter l’organisation",
    denial="Seules les personnes qui disent représenter l’organisation peuvent le faire.",
)
def prove_representation(organisation: Organisation) -> "QuerySet[User]":
    claimants = RepresentationClaim.objects.pending().filter(organisation=organisation)
    representatives = representatives_of(organisation.pk)
    return User.objects.filter(
        Q(pk__in=claimants.values("user")) | Q(pk__in=representatives.values("pk"))
    )


@DirectoryRules.read_proof.grants(
    who="la personne qui l’a jointe, et la CRESS",
    denial="Cette preuve n’est pas la vôtre.",
)
def read_proof(proof: RepresentationProof) -> "QuerySet[User]":
    readers = staff_without_link(proof.organisation_id, *CressGroup)
    return User.objects.filter(Q(pk=proof.uploaded_by_id) | Q(pk__in=readers.values("pk")))


@DirectoryRules.claim_judge.grants(
    who="la direction de la CRESS, hors des personnes liées à l’organisation",
    denial="Seule la direction de la CRESS, sans lien avec l’organisation, peut le faire.",
    audience=lambda claim: f"group:{CressGroup.MANAGER}",
)
def claim_judge(claim: RepresentationClaim) -> "QuerySet[User]":
    managers = staff_without_link(claim.organisation_id, CressGroup.MANAGER)
    return managers.exclude(pk=claim.user_id)


@DirectoryRules.claimant.grants(
    who="la personne qui conteste",
    denial="Seule la personne qui conteste peut le faire.",
)
def claimant(claim: RepresentationClaim) -> "QuerySet[User]":
    return User.objects.filter(pk=claim.user_id)


@DirectoryRules.read_claim.grants(
    who="la personne qui conteste, et la CRESS",
    denial="Cette contestation n’est pas la vôtre.",
)
def read_claim(claim: RepresentationClaim) -> "QuerySet[User]":
    readers = staff_without_link(claim.organisation_id, *CressGroup)
    return User.objects.filter(Q(pk=claim.user_id) | Q(pk__in=readers.values("pk")))
