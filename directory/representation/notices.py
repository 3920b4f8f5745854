"""What is told of a claim to represent an organisation."""

from directory.representation.models import RepresentationClaim
from directory.rulebook import DirectoryRules
from workflows.outbox.notices import access, its_user, receipt, request, silence, tell

tell(
    RepresentationClaim,
    {
        "open": [
            receipt("claim_open_receipt", its_user),
            request("claim_open", DirectoryRules.claim_judge),
        ],
        "accept": [access("claim_accept", its_user)],
        "refuse": [access("claim_refuse", its_user)],
    },
)
silence(RepresentationClaim, "withdraw", why="it leaves the list of those who had to answer")
