from importlib import import_module

from django.apps import AppConfig

# What the lifecycles name, what proves itself, what time brings and what is told.
REGISTERED: tuple[str, ...] = (
    "reviews.policies",
    "reviews.past",
    "reviews.guards",
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
)


class OversightConfig(AppConfig):
    name = "labelling.oversight"
    label = "oversight"
    verbose_name = "Suivi des engagements"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"labelling.oversight.{module}")
