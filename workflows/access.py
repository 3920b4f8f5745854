"""Who may read a case. Each app adds those it knows; a case nobody claims is read by nobody."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from workflows.actors import ActorKind
from workflows.models import Case
from workflows.policies import policy

Readers = Callable[[Case], Q]
_readers: list[Readers] = []


def case_readers(provider: Readers) -> Readers:
    """Register `provider(case) -> Q over users`: people who may read that case."""
    _readers.append(provider)
    return provider


@policy(
    "workflows.read_case",
    who="les personnes concernées par ce dossier et la CRESS",
    denial="Ce dossier n’est pas le vôtre.",
    kinds=[ActorKind.USER, ActorKind.SYSTEM],
)
def read_case(case: Any) -> "QuerySet[Any]":
    condition = Q(pk__in=[])
    for provider in _readers:
        condition |= provider(case)
    return get_user_model()._default_manager.filter(condition).distinct()
