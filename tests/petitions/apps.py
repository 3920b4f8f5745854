from importlib import import_module

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "tests.petitions"
    verbose_name = "Pétitions"

    def ready(self) -> None:
        for module in ("policies", "past", "kind", "notices"):
            import_module(f"tests.petitions.{module}")
