from importlib import import_module

from django.apps import AppConfig

# What the lifecycles name, what proves itself, what time brings, what the register says and
# what is told.
REGISTERED = (
    "dossiers.policies",
    "dossiers.past",
    "dossiers.guards",
    "evidence.guards",
    "evidence.effects",
    "instruction.policies",
    "instruction.past",
    "instruction.guards",
    "instruction.effects",
    "instruction.ticking",
    "award.effects",
    "award.proofs",
    "award.register",
    "notices",
)


class LabellingConfig(AppConfig):
    name = "labelling"
    verbose_name = "Labellisation"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.{module}")
