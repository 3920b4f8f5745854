from importlib import import_module

from django.apps import AppConfig

# What the lifecycles name, what proves itself, what time brings and what is told.
REGISTERED: tuple[str, ...] = (
    "complaints.policies",
    "complaints.past",
    "complaints.rules",
    "complaints.ticking",
    "complaints.proofs",
    "complaints.notices",
    "receipts.rules",
    "identities.policies",
    "identities.rules",
    "identities.notices",
    "identities.kind",
    "reviews.policies",
    "reviews.past",
    "reviews.guards.findings",
    "reviews.guards.answers",
    "reviews.guards.corrections",
    "reviews.guards.decisions",
    "reviews.effects",
    "reviews.ticking",
    "reviews.notices",
    "reviews.kind",
    "surveillance.ticking",
    "conformity.policies",
    "sampling.policies",
    "sampling.rules",
    "sampling.proofs",
    "sampling.notices",
    "own_data",
    "retention",
)


class OversightConfig(AppConfig):
    name = "labelling.oversight"
    label = "oversight"
    verbose_name = "Suivi des engagements"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.oversight.{module}")
