"""What a revision says of itself to the pages that every kind of case shares."""

from collections.abc import Sequence
from typing import Any

from labelling.revisions.models import CharterRevision, ConsultedParty, ShownAlignment
from workflows.kinds import CaseKind, case_kind
from workflows.pages.history_rows import History


@case_kind(CharterRevision)
class RevisionKind(CaseKind):
    """It is made of what was answered, and of what was shown."""

    def records(self, case: CharterRevision, reader: Any = None) -> Sequence[Any]:
        return [
            History(ConsultedParty, "revision_id", case.pk, ("organisation",)),
            History(ShownAlignment, "revision_id", case.pk, ("organisation",)),
        ]
