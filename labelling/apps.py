from importlib import import_module

from django.apps import AppConfig


class LabellingConfig(AppConfig):
    name = "labelling"
    verbose_name = "Labellisation"

    def ready(self) -> None:
        """Register the policies, guards and effects that the lifecycles name."""
        for module in ("policies", "guards", "effects"):
            import_module(f"labelling.{module}")
