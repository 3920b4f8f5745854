"""Who may, on the removal of a logo: its organisation shows, the CRESS looks."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.memberships.policies import members_and_cress, staff_without_link
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.past import was_of_the_cress
from directory.removals.models import LogoRemoval
from directory.rulebook import DirectoryRules
from workflows.access import by_key, case_correspondents, case_readers
from workflows.models import Case
from workflows.proof.roles import held_then


@DirectoryRules.removal_checker.grants(
    who="la CRESS, hors des personnes liées à l’organisation",
    denial="Seule une personne de la CRESS sans lien avec l’organisation peut le faire.",
    audience=lambda removal: f"group:{CressGroup.INSTRUCTOR}",
)
def removal_checker(removal: Any) -> "QuerySet[User]":
    return staff_without_link(removal.organisation_id, *CressGroup)


# That nothing linked them to the organisation is not asked again: links were not dated then.
held_then(DirectoryRules.removal_checker)(was_of_the_cress)


@case_readers
@case_correspondents
@by_key
def organisation_and_cress(case: Case) -> Q:
    """The organisation's people and the CRESS read it, and write to each other."""
    if case.child_model is not LogoRemoval:
        return Q(pk__in=[])
    own = LogoRemoval.objects.filter(pk=case.pk).values("organisation")
    return members_and_cress(own)
