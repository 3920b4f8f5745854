"""Who may read a case, and who writes to whom on it. Each app adds those it knows.

A case nobody claims is read by nobody. Its correspondence is for fewer people than its file: those
who decide read what was filed, not what was said on the way.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from workflows.actors import ActorKind
from workflows.compiled_sql import Given, Question
from workflows.models import Case
from workflows.policies import Enough, Policy

People = Callable[[Case], Q]
_readers: list[People] = []
_correspondents: list[People] = []
_by_key: list[People] = []


def case_readers(provider: People) -> People:
    """Register `provider(case) -> Q over users`: people who may read that case."""
    _readers.append(provider)
    return provider


def case_correspondents(provider: People) -> People:
    """Register `provider(case) -> Q over users`: people who read and write its messages."""
    _correspondents.append(provider)
    return provider


def by_key(provider: People) -> People:
    """Say that `provider` asks nothing of a case but its key and the model of its child.

    What it says is then compiled once, and asked first: whoever is admitted by one of the people
    registered need not be looked for among the others.
    """
    _by_key.append(provider)
    return provider


@dataclass(frozen=True, slots=True)
class AnyCase:
    """A case as far as those providers ask."""

    pk: Any
    child_model: Any


@Question
def _suffices(kind: str, *ranks: int) -> "QuerySet[Any]":
    case: Any = AnyCase(Given("case"), apps.get_model(kind))
    people = _people([_by_key[rank] for rank in ranks], case)
    return people.filter(is_active=True).filter(pk=Given("person"))


def _asked_first(case: Any, registered: Sequence[People]) -> Iterator[Enough]:
    """Whether one of those `registered` who are known by the key of `case` is the person.

    Those who both read and write first: of one person, both policies ask that same question.
    """
    known = [rank for rank, provider in enumerate(_by_key) if provider in registered]
    both = [
        rank for rank in known if _by_key[rank] in _readers and _by_key[rank] in _correspondents
    ]
    for ranks in (both, [rank for rank in known if rank not in both]):
        if ranks:
            yield _suffices, (case.kind, *ranks), {"case": case.pk}


class CaseRules:
    """Who comes near a case of any kind: no law names them, the pages that all cases share do."""

    read_case = Policy()
    correspond = Policy()


@CaseRules.read_case.grants(
    who="les personnes concernées par ce dossier et la CRESS",
    denial="Ce dossier n’est pas le vôtre.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
    enough=lambda case: _asked_first(case, _readers),
)
def read_case(case: Any) -> "QuerySet[Any]":
    return _people(_readers, case)


@CaseRules.correspond.grants(
    who="les personnes qui instruisent ce dossier et celles qu’il concerne",
    denial="Vous ne participez pas aux échanges de ce dossier.",
    enough=lambda case: _asked_first(case, _correspondents),
)
def correspond(case: Any) -> "QuerySet[Any]":
    return _people(_correspondents, case)


def _people(providers: Sequence[People], case: Case) -> "QuerySet[Any]":
    condition = Q(pk__in=[])
    for provider in providers:
        condition |= provider(case)
    return get_user_model()._default_manager.filter(condition).distinct()
