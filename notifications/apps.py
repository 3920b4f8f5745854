from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        """Listen to the outbox and to erasures, and register what time brings."""
        for module in ("dispatch", "forgetting", "reminders"):
            import_module(f"notifications.{module}")
