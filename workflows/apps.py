from importlib import import_module

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Moteur"

    def ready(self) -> None:
        """Register the system checks and the engine's own policies."""
        for module in ("checks", "access"):
            import_module(f"workflows.{module}")
