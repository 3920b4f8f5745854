from importlib import import_module

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        """Register what the lifecycles name, SQLite's `fold`, what time and accounts bring."""
        modules = ("errands", "folding", "policies", "past", "proofs", "rules", "ticking")
        for module in (*modules, "accounts.receivers"):
            import_module(f"directory.{module}")
