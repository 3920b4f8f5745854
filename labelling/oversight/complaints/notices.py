"""What is told of a complaint to those who handle it; whoever complained comes and reads."""

from labelling.oversight.complaints.models import Complaint
from labelling.oversight.rulebook import OversightRules
from workflows.outbox.notices import progress, request, silence, tell

tell(
    Complaint,
    {
        "lodge": [request("complaint_lodge", OversightRules.complaint_handler)],
        "write": [progress("complaint_write", OversightRules.complaint_handler)],
        "withdraw": [progress("complaint_withdraw", OversightRules.complaint_handler)],
    },
)
silence(
    Complaint,
    "admit",
    "reject",
    "ask",
    "open_review",
    "answer",
    why="la page de suivi le dit, et rien ne part de soi-même vers qui se plaint",
)
