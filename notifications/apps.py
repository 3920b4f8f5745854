from importlib import import_module

from django.apps import AppConfig

# What listens to the outbox and to erasures, what time brings, what is checked at start.
REGISTERED = (
    "delivery",
    "forgetting",
    "own_data",
    "reminders.ticking",
    "reminders.notices",
    "addresses.notices",
    "addresses.mending",
    "letters.notices",
    "letters.holding",
    "letters.digests.ticking",
    "previews.views",
    "checks",
)


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"notifications.{module}")
