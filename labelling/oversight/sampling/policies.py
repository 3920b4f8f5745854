"""Who draws: the independent monitor alone, or the command that does it for them."""

from typing import Any

from django.db.models import QuerySet

from directory.people.enums import WatchGroup
from directory.people.models import User
from directory.people.past import was_monitor
from directory.people.policies import staff
from labelling.oversight.rulebook import OversightRules
from workflows.actors import ActorKind
from workflows.proof.roles import held_then


@OversightRules.draws_campaigns.grants(
    who="le contrôle indépendant",
    denial="Seul le contrôle indépendant prépare, annonce et tire une campagne.",
    audience=lambda campaign: f"group:{WatchGroup.MONITOR}",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def draws_campaigns(obj: Any) -> "QuerySet[User]":
    return staff(*WatchGroup)


held_then(OversightRules.draws_campaigns)(was_monitor)
