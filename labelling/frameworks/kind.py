"""What a framework says of itself to the pages that every kind of case shares."""

from collections.abc import Sequence
from typing import Any

from labelling.frameworks.models import Coverage, Framework
from workflows.kinds import CaseKind, Slot, case_kind

DOCUMENTS = "framework"


@case_kind(Framework)
class FrameworkKind(CaseKind):
    """Its files are the referential itself, and what shows its coverage."""

    def slots(self, case: Framework) -> Sequence[Slot]:
        return [Slot(DOCUMENTS, "Documents du référentiel", "change_files")]

    def records(self, case: Framework, reader: Any = None) -> Sequence[Any]:
        return [Coverage.history.filter(framework_id=case.pk)]
