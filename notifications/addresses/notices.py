"""An address that takes nothing, told by the bell: to its person, and to the direction."""

from directory.rulebook import DirectoryRules
from notifications.addresses.models import AddressFlag
from workflows.outbox.notices import Category, Notice, its_user, progress, tell

tell(
    AddressFlag,
    {
        "raise": [
            Notice("address_flag", its_user, Category.ACCESS, email=False),
            progress("address_flag_cress", DirectoryRules.cress_manager, email=False),
        ]
    },
)
