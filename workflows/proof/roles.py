"""Who could act then: the policies of the law, asked of the past.

A policy answers for today. Its counterpart here answers for the day of a history row, from facts
that have a history of their own: memberships, mandates, places in the team. Each app registers the
counterparts of its policies, and a system check finds the one that is missing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, wraps
from threading import Event
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib.auth import get_user_model

from workflows.actors import ActorKind
from workflows.lifecycles import Transition
from workflows.models import RetiredPseudonym
from workflows.policies import Policy

HeldThen = Callable[[int, Any, datetime], bool]
ProvenActor = Callable[[str, Any, Any], Iterator[str]]
AnyFact = TypeVar("AnyFact", bound=Callable[..., Any])

KINDS = frozenset(ActorKind)
_held: dict[Policy, HeldThen] = {}
_proven: dict[ActorKind, ProvenActor] = {}
_facts: list[Any] = []
_remembering = Event()


def held_then(policy: Policy) -> Callable[[HeldThen], HeldThen]:
    """Register `held(user_id, row, at) -> bool`: could that person act under `policy` then?

    `row` is the history row before the act, the object as the policy saw it, `at` the moment.
    """

    def register(held: HeldThen) -> HeldThen:
        _held[policy] = held
        return held

    return register


def can_be_asked_of_the_past(policy: Policy) -> bool:
    """Whether someone said how to ask `policy` of the past, if it admits people at all."""
    return ActorKind.USER not in policy.kinds or policy in _held


def proven_actor(kind: ActorKind) -> Callable[[ProvenActor], ProvenActor]:
    """Register `problems(key, law, row)`: what is wrong with `row` being done by actor `key`.

    For actors that are no person: a decision, a deliberation. `law` is None for a creation.
    """

    def register(problems: ProvenActor) -> ProvenActor:
        _proven[kind] = problems
        return problems

    return register


def remembered(read: AnyFact) -> AnyFact:
    """Ask `read` once for each question of one reading of the proof (see `remembering`)."""
    kept: Any = lru_cache(maxsize=50_000)(read)
    _facts.append(kept)

    @wraps(read)
    def answer(*asked: Any) -> Any:
        return kept(*asked) if _remembering.is_set() else read(*asked)

    return cast("AnyFact", answer)


@contextmanager
def remembering() -> Iterator[None]:
    """Keep facts while this lasts, and for no longer: someone may join or leave afterwards."""
    _forget()
    _remembering.set()
    try:
        yield
    finally:
        _remembering.clear()
        _forget()


def _forget() -> None:
    for kept in _facts:
        kept.cache_clear()


@remembered
def _user_id(pseudonym: UUID) -> int | None:
    users = get_user_model()._default_manager.filter(pseudonym=pseudonym)
    return users.values_list("pk", flat=True).first()


@remembered
def _is_retired(pseudonym: UUID) -> bool:
    return RetiredPseudonym.objects.filter(pk=pseudonym).exists()


def breaks_of_role(law: Transition | None, before: Any, row: Any) -> Iterator[str]:
    """What is wrong with the actor of `row`, done under `law` (None: a creation) after `before`."""
    kind, _, key = row.actor.partition(":")
    if kind not in KINDS:
        yield f"acteur inconnu : « {row.actor} »"
        return
    policy = law.law.policy if law else None
    if policy and kind not in policy.kinds:
        yield f"« {row.actor} » ne pouvait pas le faire : c’est à {policy.who}"
    elif kind == ActorKind.USER:
        yield from _breaks_of_person(key, policy, before, row)
    elif kind in _proven:
        yield from _proven[ActorKind(kind)](key, law, row)


def as_uuid(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _breaks_of_person(
    pseudonym: str, policy: Policy | None, before: Any, row: Any
) -> Iterator[str]:
    known = as_uuid(pseudonym)
    user_id = _user_id(known) if known else None
    if user_id is None:
        # Whoever was erased can no longer be asked about: that is the point of erasing.
        if known is None or not _is_retired(known):
            yield f"acteur inconnu : « {row.actor} »"
    elif policy and not _held[policy](user_id, before, row.history_date):
        yield f"« {row.actor} » n’en avait pas le rôle ce jour-là : c’est à {policy.who}"
