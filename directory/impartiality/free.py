"""Who is free to examine an organisation: no link of theirs keeps them from it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import DateField, Q, QuerySet

from directory.accompaniments.models import Accompaniment
from directory.impartiality.models import Interest
from directory.memberships.models import Membership
from directory.memberships.policies import members_of
from directory.people.enums import CressGroup, RoleGroup
from directory.people.models import User
from directory.people.policies import staff
from workflows.compiled_sql import Given, Question


def organisations_tying(user_id: int, own: Collection[int], today: date) -> set[int]:
    """Those that `user_id`, who acts for `own`, is not free of on `today`: the same, from the other
    side. Two queries."""
    given = {f"own{rank}": pk for rank, pk in enumerate(own)}
    interests = _interests.rows(len(own), user=user_id, **given)
    bound = _bound.rows(len(own), today=today, **given) if own else []
    return {*own, *(pk for (pk,) in [*interests, *bound])}


@Question
def _interests(owned: int) -> "QuerySet[Any, Any]":
    theirs = Q(person=Given("user"))
    for rank in range(owned):
        theirs |= Q(holder=Given(f"own{rank}"))
    return Interest.objects.binding().filter(theirs).order_by().values_list("organisation")


@Question
def _bound(owned: int) -> "QuerySet[Any, Any]":
    theirs = Q()
    for rank in range(owned):
        theirs |= Q(accompanist=Given(f"own{rank}"))
    bound = Accompaniment.objects.binding(Given("today", DateField())).filter(theirs)
    return bound.order_by().values_list("client")


def staff_free_of(organisation_id: Any, today: Any, *groups: RoleGroup) -> "QuerySet[User]":
    """The people in one of these groups, by default the CRESS, whom nothing ties to it on `today`.

    They do not act for it, nor for one that accompanied it lately; neither they nor one they act
    for has a declared interest in it that recuses.
    """
    bound = Accompaniment.objects.binding(today).filter(client=organisation_id)
    interests = Interest.objects.binding().filter(organisation=organisation_id)
    linked = Q(organisation__in=bound.values("accompanist")) | Q(
        organisation__in=interests.filter(holder__isnull=False).values("holder")
    )
    theirs = Membership.objects.active().filter(linked)
    return (
        staff(*(groups or CressGroup))
        .exclude(pk__in=members_of(organisation_id).values("pk"))
        .exclude(pk__in=theirs.values("user"))
        .exclude(pk__in=interests.filter(person__isnull=False).values("person"))
    )
