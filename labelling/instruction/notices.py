"""What is told of any application, to its organisation and to the CRESS."""

from collections.abc import Mapping, Sequence

from directory.people.policies import cress_manager
from labelling.instruction.policies import (
    instructor_in_charge,
    instructor_without_conflict,
    representative,
    structure,
)
from workflows.outbox.notices import Notice, decision, progress, receipt, request

DECIDED = progress("dossier_decided", instructor_in_charge, email=False)
OF_ANY_APPLICATION: Mapping[str, Sequence[Notice]] = {
    "open": [progress("dossier_open", structure, email=False)],
    "submit": [
        receipt("dossier_submit_receipt", representative),
        progress("dossier_submit", structure),
        request("dossier_submit_cress", instructor_without_conflict),
    ],
    "take_charge": [progress("dossier_take_charge", structure)],
    "reassign": [progress("dossier_reassign", instructor_in_charge)],
    "request_complements": [request("dossier_request_complements", structure)],
    "remind_late": [request("dossier_remind_late", structure)],
    "resubmit": [
        request("dossier_resubmit", instructor_in_charge),
        progress("dossier_resubmit_structure", structure, email=False),
    ],
    "declare_admissible": [
        progress("dossier_declare_admissible", structure),
        request("dossier_for_committee", cress_manager),
    ],
    "enter_deliberation": [progress("dossier_enter_deliberation", structure, email=False)],
    "validate": [decision("dossier_validate", structure), DECIDED],
    "adjourn": [request("dossier_adjourn", structure), DECIDED],
    "refuse": [decision("dossier_refuse", structure), DECIDED],
    "appeal": [
        receipt("dossier_appeal_receipt", representative),
        request("dossier_appeal", cress_manager),
        progress("dossier_appeal_structure", structure),
    ],
    "withdraw": [
        progress("dossier_withdraw", instructor_in_charge),
        progress("dossier_withdraw", structure),
    ],
    "close_inactive": [decision("dossier_close_inactive", structure), DECIDED],
}
