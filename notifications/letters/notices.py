"""What the CRESS is told of the letters that do not leave."""

from directory.rulebook import DirectoryRules
from notifications.letters.models import Delivery
from workflows.outbox.notices import progress, tell

tell(
    Delivery,
    {"trouble": [progress("delivery_trouble", DirectoryRules.cress_manager, email=False)]},
)
