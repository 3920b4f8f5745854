from importlib import import_module

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "committee"
    verbose_name = "Comité"

    def ready(self) -> None:
        """Register the policies, guards and effects that the lifecycles name."""
        for module in ("policies", "guards", "effects"):
            import_module(f"committee.{module}")
