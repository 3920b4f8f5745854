"""Who acts. Always explicit: threads, workers and consumers have no request to guess it from."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

# What to call somebody whom nothing names any more.
ERASED_NAME = "Une personne dont l’identité a été effacée"


class ActorKind(StrEnum):
    USER = "user"
    SYSTEM = "system"
    DECISION = "decision"
    DELIBERATION = "deliberation"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the system, or a body: its open deliberation on a case, its decision.

    `reference` is what the history keeps: pseudonymous for a person (`user:<uuid>`), so that
    erasing the mapping on the user row is enough to forget who it was (RGPD art. 17).
    `source` is the user, the agenda item or the decision itself, None for the system.
    `asked` is what policies answered to somebody who only reads (`reading`), None for who acts.
    """

    kind: ActorKind
    reference: str
    source: Any = None
    asked: dict[Any, Any] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def of(cls, user: Any) -> "Actor":
        """The person `user`; ValueError for an anonymous one, who never acts on a case."""
        if not user.is_authenticated:
            raise ValueError("an anonymous user is no actor")
        return cls(ActorKind.USER, f"user:{user.pseudonym}", user)

    @classmethod
    def reading(cls, user: Any) -> "Actor":
        """`user` for the time of one page that changes nothing: each policy is asked once.

        `perform` asks again whatever was answered before.
        """
        return replace(cls.of(user), asked={})

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The machine itself; `name` says which part of it (`tick`, `demo`)."""
        return cls(ActorKind.SYSTEM, f"system:{name}")

    @classmethod
    def decision(cls, decision: Any) -> "Actor":
        """A decision of a deliberating body: an object with `pk`, `case_id` and `outcome`."""
        return cls(ActorKind.DECISION, f"decision:{decision.pk}", decision)

    @classmethod
    def deliberation(cls, item: Any) -> "Actor":
        """A deliberation opened by a body: an object with `pk`, `case_id` and `is_open`."""
        return cls(ActorKind.DELIBERATION, f"deliberation:{item.pk}", item)

    @property
    def user(self) -> Any:
        """The user, or None when the actor is not a person."""
        return self.source if self.kind is ActorKind.USER else None
