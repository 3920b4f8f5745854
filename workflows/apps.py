from importlib import import_module

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "Moteur"

    def ready(self) -> None:
        """Register the system checks, the engine's policies and proofs, the sockets of a case."""
        for module in ("checks", "outbox.checks", "access", "flow.proofs", "live.cases"):
            import_module(f"workflows.{module}")
