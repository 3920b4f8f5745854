from importlib import import_module

from django.apps import AppConfig


class CandidaciesConfig(AppConfig):
    name = "tests.candidacies"
    verbose_name = "Candidatures"

    def ready(self) -> None:
        for module in ("kind", "notices"):
            import_module(f"tests.candidacies.{module}")
