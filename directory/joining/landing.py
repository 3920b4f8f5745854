"""Where someone who just logged in should go first."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.people.models import User
from workflows.compiled_sql import Given, Question


@Question
def _links() -> "QuerySet[Any]":
    live = Membership.objects.live().filter(user=Given("user"))
    return live.values_list("state", "organisation_id")


def landing_url(user: User) -> str | None:
    """The page to declare an organisation, or to wait for the answer of the one asked to join.

    None for whoever belongs somewhere already, works for the CRESS or administers the site. Two
    queries at most.
    """
    links = dict(_links.rows(user=user.pk))
    if MembershipState.ACTIVE in links or user.groups.exists():
        return None
    if links:
        return reverse("directory:join", kwargs={"pk": links[MembershipState.REQUESTED]})
    return None if user.is_superuser else reverse("directory:declare")
