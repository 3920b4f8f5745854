from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        """Register the policies and guards that the lifecycles name."""
        for module in ("policies", "rules"):
            import_module(f"directory.{module}")
