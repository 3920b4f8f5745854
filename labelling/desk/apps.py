from importlib import import_module

from django.apps import AppConfig

# What is done to several cases at once, what goes with whoever is forgotten, what they take away.
REGISTERED = ("batches.acts", "forgetting", "own_data")


class DeskConfig(AppConfig):
    name = "labelling.desk"
    label = "desk"
    verbose_name = "Bureau de la CRESS"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.desk.{module}")
