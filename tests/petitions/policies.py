"""Who may, on a petition: the committee alone."""

from typing import Any

from directory.people.models import User
from workflows.actors import ActorKind
from workflows.deliberation import is_decided_so, is_under_deliberation
from workflows.policies import policy


@policy(
    "petitions.debate",
    who="le comité, en séance",
    denial="Le comité ouvre le débat en séance.",
    kinds=[ActorKind.DELIBERATION],
    admits=is_under_deliberation,
)
def debate(petition: Any) -> Any:
    return User.objects.none()


@policy(
    "petitions.decision",
    who="le comité, par une décision",
    denial="Seule une décision du comité peut le faire.",
    kinds=[ActorKind.DECISION],
    admits=is_decided_so,
)
def decision(petition: Any) -> Any:
    return User.objects.none()
