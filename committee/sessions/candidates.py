"""Which cases wait for the committee, whatever they are cases of: their kinds say so."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from committee.sessions.enums import AgendaItemState
from committee.sessions.models import AgendaItem
from workflows.compiled_sql import Given, Question
from workflows.deliberation import deliberated_models
from workflows.models import Case, Task


def asked_of_the_committee() -> Q:
    """Over tasks: the requests that a case be deliberated on."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for model in deliberated_models():
        kinds[model.entry].append(model._meta.label_lower)
    asked = Q(pk__in=[])
    for entry, labels in kinds.items():
        asked |= Q(asks=entry, process__case__kind__in=labels)
    return asked


def candidates() -> "QuerySet[Case]":
    """The cases that may be put on an agenda, oldest first.

    Those whose flow asks for a deliberation, and those whose deliberation was opened then
    deferred; those on an agenda already are left out.
    """
    open_tasks = Task.objects.open().filter(process__case=OuterRef("pk"))
    items = AgendaItem.objects.filter(case=OuterRef("pk"))
    latest = items.exclude(state=AgendaItemState.REMOVED).order_by("-pk")
    return (
        Case.objects.annotate(latest_item=Subquery(latest.values("state")[:1]))
        .filter(
            Q(Exists(open_tasks.filter(asked_of_the_committee())))
            | Q(Exists(open_tasks), latest_item=AgendaItemState.DEFERRED)
            & Q(Exists(items.filter(state=AgendaItemState.DEFERRED, opened_at__isnull=False)))
        )
        .exclude(Exists(items.live()))
        .order_by("opened_at", "pk")
    )


@Question
def _subjects(kind: str, number: int) -> "QuerySet[Any]":
    model: Any = apps.get_model(kind)
    asked: list[Any] = [Given(f"case{rank}") for rank in range(number)]
    return model._default_manager.filter(id__in=asked)  # that of the case


def load_subjects(items: Collection[AgendaItem]) -> None:
    """Make the case of each of `items` its child: one query a kind of case."""
    ids: dict[str, list[int]] = defaultdict(list)
    for item in items:
        ids[item.case.kind].append(item.case_id)
    found: dict[int, Any] = {}
    for kind, pks in ids.items():
        given = {f"case{rank}": pk for rank, pk in enumerate(pks)}
        found |= {subject.pk: subject for subject in _subjects.objects(kind, len(pks), **given)}
    for item in items:
        item.case = found[item.case_id]
