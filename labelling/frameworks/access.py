"""Who reads a framework before it is public, and writes on it: the CRESS; the committee besides."""

from django.db.models import Q

from directory.people.enums import CressGroup
from labelling.frameworks.models import Framework
from workflows.access import by_key, case_correspondents, case_readers
from workflows.models import Case


@case_readers
@case_correspondents
@by_key
def cress(case: Case) -> Q:
    if case.child_model is not Framework:
        return Q(pk__in=[])
    return Q(groups__name__in=CressGroup.values)
