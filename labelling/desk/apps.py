from importlib import import_module

from django.apps import AppConfig

# What is done to several cases at once, and what goes with whoever is forgotten.
REGISTERED = ("batches.acts", "forgetting")


class DeskConfig(AppConfig):
    name = "labelling.desk"
    label = "desk"
    verbose_name = "Bureau de la CRESS"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.desk.{module}")
