"""Who reads a progress exchange, and writes on it: its organisation, and the CRESS."""

from django.db.models import Q

from directory.memberships.enums import MembershipRole, MembershipState
from directory.people.enums import CressGroup
from labelling.exchanges.models import ProgressExchange
from workflows.access import by_key, case_correspondents, case_readers
from workflows.models import Case


@case_readers
@case_correspondents
@by_key
def organisation_and_cress(case: Case) -> Q:
    if case.child_model is not ProgressExchange:
        return Q(pk__in=[])
    own = ProgressExchange.objects.filter(pk=case.pk).values("organisation")
    return Q(
        memberships__organisation__in=own,
        memberships__state=MembershipState.ACTIVE,
        memberships__role__in=MembershipRole.values,
    ) | Q(groups__name__in=CressGroup.values)
