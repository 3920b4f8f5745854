"""What is told of any application, to its organisation and to the CRESS."""

from collections.abc import Mapping, Sequence

from directory.rulebook import DirectoryRules
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import Notice, decision, progress, receipt, request

DECIDED = progress("dossier_decided", LabellingRules.instructor_in_charge, email=False)
OF_ANY_APPLICATION: Mapping[str, Sequence[Notice]] = {
    "open": [progress("dossier_open", LabellingRules.structure, email=False)],
    "submit": [
        receipt("dossier_submit_receipt", LabellingRules.representative),
        progress("dossier_submit", LabellingRules.structure),
        request("dossier_submit_cress", LabellingRules.instructor_without_conflict),
    ],
    "take_charge": [progress("dossier_take_charge", LabellingRules.structure)],
    "reassign": [progress("dossier_reassign", LabellingRules.instructor_in_charge)],
    "request_complements": [request("dossier_request_complements", LabellingRules.structure)],
    "remind_late": [request("dossier_remind_late", LabellingRules.structure)],
    "resubmit": [
        request("dossier_resubmit", LabellingRules.instructor_in_charge),
        progress("dossier_resubmit_structure", LabellingRules.structure, email=False),
    ],
    "declare_admissible": [
        progress("dossier_declare_admissible", LabellingRules.structure),
        request("dossier_for_committee", DirectoryRules.cress_manager),
    ],
    "enter_deliberation": [
        progress("dossier_enter_deliberation", LabellingRules.structure, email=False)
    ],
    "validate": [decision("dossier_validate", LabellingRules.structure), DECIDED],
    "adjourn": [request("dossier_adjourn", LabellingRules.structure), DECIDED],
    "refuse": [decision("dossier_refuse", LabellingRules.structure), DECIDED],
    "appeal": [
        receipt("dossier_appeal_receipt", LabellingRules.representative),
        request("dossier_appeal", DirectoryRules.cress_manager),
        progress("dossier_appeal_structure", LabellingRules.structure),
    ],
    "withdraw": [
        progress("dossier_withdraw", LabellingRules.instructor_in_charge),
        progress("dossier_withdraw", LabellingRules.structure),
    ],
    "close_inactive": [decision("dossier_close_inactive", LabellingRules.structure), DECIDED],
}
