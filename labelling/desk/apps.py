from importlib import import_module

from django.apps import AppConfig

# What goes with whoever is forgotten.
REGISTERED = ("forgetting",)


class DeskConfig(AppConfig):
    name = "labelling.desk"
    label = "desk"
    verbose_name = "Bureau de la CRESS"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.desk.{module}")
