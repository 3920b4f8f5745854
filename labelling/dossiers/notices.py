"""What is told of a dossier."""

from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.instruction.notices import OF_ANY_APPLICATION
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import progress, receipt, request, silence, tell

tell(
    Dossier,
    {
        **OF_ANY_APPLICATION,
        "sign_charter": [
            receipt("dossier_sign_charter_receipt", LabellingRules.representative),
            progress("dossier_sign_charter", LabellingRules.structure, email=False),
        ],
        "record_presentation": [
            request("dossier_record_presentation", LabellingRules.representative)
        ],
    },
)

silence(Framework, "create", why="a candidate: nobody waits for it")
