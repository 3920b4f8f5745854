"""What a framework says of itself to the pages that every kind of case shares, and who reads it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from directory.people.enums import CressGroup
from labelling.frameworks.models import Coverage, Framework
from workflows.access import by_key, case_readers
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.models import Case
from workflows.pages.history_rows import History

DOCUMENTS = "framework"


@case_kind(Framework)
class FrameworkKind(CaseKind):
    """Its files are the referential itself, and what shows its coverage."""

    def slots(self, case: Framework) -> Sequence[Slot]:
        return [Slot(DOCUMENTS, "Documents du référentiel", "change_files")]

    def records(self, case: Framework, reader: Any = None) -> Sequence[Any]:
        return [History(Coverage, "framework_id", case.pk)]


@case_readers
@by_key
def cress(case: Case) -> Q:
    """The CRESS reads its file; the committee, that has it on an agenda, reads it besides.

    Nobody writes messages on it: no organisation is on the other side.
    """
    if case.child_model is not Framework:
        return Q(pk__in=[])
    return Q(groups__name__in=CressGroup.values)
