"""Who reads a progress exchange, and writes on it: its organisation, and the CRESS."""

from django.db.models import Q

from directory.memberships.policies import members_and_cress
from labelling.exchanges.models import ProgressExchange
from workflows.access import by_key, case_correspondents, case_readers
from workflows.models import Case


@case_readers
@case_correspondents
@by_key
def organisation_and_cress(case: Case) -> Q:
    if case.child_model is not ProgressExchange:
        return Q(pk__in=[])
    return members_and_cress(ProgressExchange.objects.filter(pk=case.pk).values("organisation"))
