from importlib import import_module

from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "committee"
    verbose_name = "Comité"

    def ready(self) -> None:
        """Register what the lifecycles name, and what is said of a case on its page."""
        modules = ("policies", "guards", "effects", "holdings", "mentions", "past", "proofs")
        for module in modules:
            import_module(f"committee.{module}")
