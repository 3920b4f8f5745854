from importlib import import_module

from django.apps import AppConfig

# What the lifecycles name, SQLite's `fold`, what proves itself, what time and accounts bring, what
# is told.
REGISTERED = (
    "people.policies",
    "people.past",
    "organisations.folding",
    "memberships.policies",
    "memberships.past",
    "memberships.rules",
    "representation.policies",
    "representation.past",
    "representation.rules",
    "charters.proofs",
    "recognitions.policies",
    "recognitions.rules",
    "recognitions.proofs",
    "recognitions.ticking",
    "imports.proofs",
    "imports.ticking",
    "impartiality.policies",
    "impartiality.ticking",
    "overview.errands",
    "removals.policies",
    "removals.rules",
    "removals.kind",
    "people.proofs",  # last, as `verify_history` tells it
    "accounts.receivers",
    "charters.notices",
    "impartiality.notices",
    "memberships.notices",
    "people.notices",
    "recognitions.notices",
    "removals.notices",
    "representation.notices",
    "own_data.declared",
)


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        for module in REGISTERED:
            import_module(f"directory.{module}")
