from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        """Register what the lifecycles name, SQLite's `fold`, and what time brings."""
        for module in ("errands", "folding", "policies", "past", "proofs", "rules", "ticking"):
            import_module(f"directory.{module}")
