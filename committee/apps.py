from importlib import import_module

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "committee"
    verbose_name = "Comité"

    def ready(self) -> None:
        """Register what the lifecycles name, and what is said of a case on its page."""
        for module in ("policies", "guards", "effects", "holdings", "mentions", "proofs"):
            import_module(f"committee.{module}")
