"""What is told of a charter's revision: to those who signed it, and to the CRESS."""

from directory.rulebook import DirectoryRules
from labelling.revisions.models import CharterRevision
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import decision, progress, request, silence, tell

tell(
    CharterRevision,
    {
        "open_consultation": [request("revision_consultation", LabellingRules.charter_holder)],
        "close_consultation": [
            progress("revision_settled", LabellingRules.charter_holder, email=False)
        ],
        "adopt": [decision("revision_adopt", LabellingRules.charter_holder)],
        "reject": [decision("revision_reject", DirectoryRules.cress_manager)],
        "enact": [progress("revision_enact", LabellingRules.charter_holder)],
        "complete": [progress("revision_complete", DirectoryRules.cress_manager)],
    },
)
silence(CharterRevision, "open", why="a text being written: nobody waits for it")
