"""Who reads the file of a framework: the CRESS, and the committee that has it on an agenda.

Nobody writes messages on it: no organisation is on the other side.
"""

from django.db.models import Q

from directory.people.enums import CressGroup
from labelling.frameworks.models import Framework
from workflows.access import by_key, case_readers
from workflows.models import Case


@case_readers
@by_key
def cress(case: Case) -> Q:
    if case.child_model is not Framework:
        return Q(pk__in=[])
    return Q(groups__name__in=CressGroup.values)
