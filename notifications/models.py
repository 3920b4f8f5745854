"""Django's entrance: every model of the notifications. We import each from its feature."""

from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.letters.models import Delivery, Digest, LetterAct
from notifications.preferences.models import Preference, PreferenceChange
from notifications.reminders.models import Reminder

__all__ = [
    "AddressFlag",
    "Delivery",
    "Digest",
    "LetterAct",
    "Notification",
    "Preference",
    "PreferenceChange",
    "Reminder",
]
