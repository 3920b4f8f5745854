"""What is told of a mandate, to whom it seats."""

from committee.bodies.models import Mandate
from workflows.outbox.notices import access, its_user, tell

tell(
    Mandate,
    {
        "appoint": [access("mandate_appoint", its_user)],
        "end": [access("mandate_end", its_user)],
        "cancel": [access("mandate_cancel", its_user)],
    },
)
