"""What a complaint says of itself to the pages that every kind of case shares."""

from collections.abc import Sequence
from typing import Any

from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.identities.models import Opening
from workflows.kinds import CaseKind, case_kind
from workflows.pages.history_rows import History
from workflows.pages.timeline import called

called(BY_RECEIPT.reference, "La personne qui a écrit la réclamation")


@case_kind(Complaint)
class ComplaintKind(CaseKind):
    """Its history tells each reading of the identity: who asked, who answered, until when."""

    def records(self, case: Complaint, reader: Any = None) -> Sequence[Any]:
        return [History(Opening, "complaint_id", case.pk)]
