"""Which cases wait for the committee, whatever they are cases of."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from committee.sessions.enums import AgendaItemState
from committee.sessions.models import AgendaItem
from workflows.lifecycles import Lifecycle, Transition, machine_of
from workflows.models import Case, Task

# What a flow asks of the committee: `committee_entry` of the cases it decides.
ENTRY = "enter_deliberation"


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
            Q(Exists(open_tasks.filter(asks=ENTRY)))
            | Q(Exists(open_tasks), latest_item=AgendaItemState.DEFERRED)
            & Q(Exists(items.filter(state=AgendaItemState.DEFERRED, opened_at__isnull=False)))
        )
        .exclude(Exists(items.live()))
        .order_by("opened_at", "pk")
    )


def load_subjects(items: Collection[AgendaItem]) -> None:
    """Make the case of each of `items` its child (a dossier…): one query a kind of case."""
    ids: dict[str, list[int]] = defaultdict(list)
    for item in items:
        ids[item.case.kind].append(item.case_id)
    found: dict[int, Any] = {}
    for kind, pks in ids.items():
        found |= apps.get_model(kind)._default_manager.in_bulk(pks)
    for item in items:
        item.case = found[item.case_id]


def entry_of(subject: Any) -> Transition:
    """The transition by which a case enters deliberation, as its own law names it."""
    model: type[Lifecycle] = type(subject)
    return machine_of(model).transitions[subject.committee_entry]


def awaits_committee(subject: Any) -> bool:
    """Whether a case may still be deliberated on: it waits for that, or is being."""
    entry = entry_of(subject)
    return subject.state in (*entry.sources, entry.target)


def decision_title(subject: Any, outcome: str) -> str:
    """How a case names what an outcome does to it: « Dossier validé par le comité »."""
    model: type[Lifecycle] = type(subject)
    return machine_of(model).transitions[subject.committee_outcomes[outcome]].law.done
