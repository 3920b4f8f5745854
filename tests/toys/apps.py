from importlib import import_module

from django.apps import AppConfig


class ToysConfig(AppConfig):
    name = "tests.toys"
    label = "toys"
    verbose_name = "Atelier de réparation"

    def ready(self) -> None:
        """Register what the lifecycle names."""
        for module in ("policies", "guards", "effects", "past", "notices"):
            import_module(f"tests.toys.{module}")
