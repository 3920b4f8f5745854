"""What is told of a referencing: as of any application, save the words that name the listing."""

from labelling.instruction.notices import DECIDED, OF_ANY_APPLICATION
from labelling.referencing.models import Referencing
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import decision, progress, receipt, request, tell

tell(
    Referencing,
    {
        **OF_ANY_APPLICATION,
        "open": [progress("referencing_open", LabellingRules.structure, email=False)],
        "submit": [
            receipt("referencing_submit_receipt", LabellingRules.representative),
            progress("dossier_submit", LabellingRules.structure),
            request("dossier_submit_cress", LabellingRules.instructor_without_conflict),
        ],
        "validate": [decision("referencing_validate", LabellingRules.structure), DECIDED],
    },
)
