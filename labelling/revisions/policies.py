"""Who has a say on a charter: those who hold what it grants, beside the CRESS and the committee."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.memberships.enums import MembershipRole, MembershipState
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.recognitions.enums import LIVE
from labelling.revisions.models import CharterRevision
from labelling.rulebook import LabellingRules
from workflows.access import by_key, case_readers
from workflows.models import Case


def holders(revision: CharterRevision) -> "QuerySet[Organisation]":
    """The organisations that hold, today, what the charter grants."""
    return Organisation.objects.filter(
        recognitions__kind=revision.grants, recognitions__state__in=LIVE
    ).distinct()


def represented_holders(revision: CharterRevision, user: Any) -> "QuerySet[Organisation]":
    """Those of them that `user` represents."""
    return holders(revision).filter(
        memberships__user=user,
        memberships__state=MembershipState.ACTIVE,
        memberships__role=MembershipRole.REPRESENTATIVE,
    )


@LabellingRules.charter_holder.grants(
    who="une personne qui représente une organisation reconnue sous cette charte",
    denial="Seules les personnes qui représentent une organisation reconnue sous cette charte "
    "peuvent le faire.",
)
def charter_holder(revision: CharterRevision) -> "QuerySet[User]":
    return User.objects.filter(
        memberships__organisation__in=holders(revision).values("pk"),
        memberships__state=MembershipState.ACTIVE,
        memberships__role=MembershipRole.REPRESENTATIVE,
    ).distinct()


@case_readers
@by_key
def cress(case: Case) -> Q:
    """The CRESS reads its file; the committee, that has it on an agenda, reads it besides.

    Its page is public from the consultation on; who answered what is on it.
    """
    if case.child_model is not CharterRevision:
        return Q(pk__in=[])
    return Q(groups__name__in=CressGroup.values)
