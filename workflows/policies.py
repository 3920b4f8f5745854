"""Who may. One definition answers both « may this user? » and « which users may? ».

A policy is a named queryset of users. `users_who_may` gives the recipients of notifications,
`verdict` asks the same queryset whether it holds one person, so the two can never disagree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet

from workflows.actors import Actor, ActorKind
from workflows.verdicts import Forbidden, Verdict

Users = Callable[[Any], "QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule about who may act on an object.

    `who` names them in French (« la CRESS »), `denial` is the sentence shown to the others,
    `users(obj)` gives the queryset of users who may, `audience(obj)` the inbox key they share
    (empty: nobody's inbox), `kinds` the kinds of actors admitted, and `admits` the further
    condition on an actor that is no person (a decision must be about this very case).
    """

    name: str
    who: str
    denial: str
    users: Users
    audience: Callable[[Any], str] = field(default=lambda obj: "")
    kinds: frozenset[ActorKind] = frozenset({ActorKind.USER})
    admits: Callable[[Actor, Any, str], bool] | None = None

    def verdict(self, actor: Actor, obj: Model, action: str = "") -> Verdict:
        """May `actor` do `action` on `obj`? One query for a person, none otherwise."""
        if actor.kind not in self.kinds:
            return Verdict(permitted=False, reason=self.denial)
        if actor.kind is ActorKind.USER:
            permitted = self.users_who_may(obj).filter(pk=actor.user.pk).exists()
        else:
            permitted = self.admits is None or self.admits(actor, obj, action)
        return Verdict(permitted=permitted, reason="" if permitted else self.denial)

    def require(self, actor: Actor, obj: Model, action: str = "") -> None:
        """Raise Forbidden unless `actor` may."""
        verdict = self.verdict(actor, obj, action)
        if not verdict.permitted:
            raise Forbidden(verdict.reason, who=self.who)

    def users_who_may(self, obj: Model) -> "QuerySet[Any]":
        """The active users who may, for recipients and lists."""
        return self.users(obj).filter(is_active=True)


_policies: dict[str, Policy] = {}
_audiences: list[Callable[[Any], Iterable[str]]] = []


def policy(
    name: str,
    *,
    who: str,
    denial: str,
    audience: Callable[[Any], str] | None = None,
    kinds: Iterable[ActorKind] = (ActorKind.USER,),
    admits: Callable[[Actor, Any, str], bool] | None = None,
) -> Callable[[Users], Policy]:
    """Register the decorated `users(obj) -> QuerySet[User]` as the policy `name`."""

    def register(users: Users) -> Policy:
        if name in _policies:
            raise ImproperlyConfigured(f"policy {name} is defined twice")
        _policies[name] = Policy(
            name=name,
            who=who,
            denial=denial,
            users=users,
            audience=audience or (lambda obj: ""),
            kinds=frozenset(kinds),
            admits=admits,
        )
        return _policies[name]

    return register


def get_policy(name: str) -> Policy:
    """Return the policy `name`; KeyError when nobody registered it."""
    return _policies[name]


def all_policies() -> dict[str, Policy]:
    return dict(_policies)


def audience_keys(provider: Callable[[Any], Iterable[str]]) -> Callable[[Any], Iterable[str]]:
    """Register a provider of the inbox keys a user holds (`representative:12`, `instructors`)."""
    _audiences.append(provider)
    return provider


def keys_of(user: Any) -> set[str]:
    """Every inbox key `user` holds today, from facts: memberships, groups, mandates."""
    return {key for provider in _audiences for key in provider(user)}
