from importlib import import_module

from django.apps import AppConfig


class LabellingConfig(AppConfig):
    name = "labelling"
    verbose_name = "Labellisation"

    def ready(self) -> None:
        """Register what the lifecycles name, what time brings, and what the register says."""
        for module in ("policies", "guards", "effects", "past", "proofs", "ticking", "facts"):
            import_module(f"labelling.{module}")
