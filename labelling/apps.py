from importlib import import_module

from django.apps import AppConfig

# What the lifecycles name, what proves itself, what time brings, what the register and the pages
# of cases say, and what is told.
REGISTERED = (
    "instruction.policies",
    "instruction.past",
    "instruction.guards",
    "instruction.effects",
    "instruction.ticking",
    "frameworks.rules",
    "frameworks.ticking",
    "frameworks.kind",
    "revisions.policies",
    "revisions.past",
    "revisions.rules",
    "revisions.ticking",
    "revisions.kind",
    "revisions.notices",
    "dossiers.guards",
    "dossiers.effects",
    "dossiers.notices",
    "evidence.guards",
    "evidence.effects",
    "referencing.guards",
    "referencing.effects",
    "referencing.ticking",
    "referencing.proofs",
    "referencing.notices",
    "referencing.kind",
    "exchanges.policies",
    "exchanges.rules",
    "exchanges.ticking",
    "exchanges.kind",
    "exchanges.notices",
    "renewal.policies",
    "renewal.rules",
    "foresight.ticking",
    "foresight.notices",
    "award.effects",
    "award.proofs",
    "award.register",
    "overview.kind",
    "own_data",
    "retention",
)


class LabellingConfig(AppConfig):
    name = "labelling"
    verbose_name = "Labellisation"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.{module}")
