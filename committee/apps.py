from importlib import import_module

from django.apps import AppConfig

REGISTERED = {
    "bodies": ["policies", "seats", "holdings", "notices"],
    "sessions": ["policies", "guards", "effects", "past_roles", "case_page", "notices"],
    "voting": ["policies", "guards", "effects", "past_roles", "proven_actors", "proofs"],
    "room": ["notices", "panel"],
    "secretariat": ["bulk", "documents"],
}


class CommitteeConfig(AppConfig):
    name = "committee"
    verbose_name = "Comité"

    def ready(self) -> None:
        """Register what the lifecycles name, what is said of a case, and what proves the votes."""
        for feature, modules in REGISTERED.items():
            for module in modules:
                import_module(f"committee.{feature}.{module}")
        import_module("committee.own_data")
        import_module("committee.retention")
