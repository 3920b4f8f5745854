"""What the committee says of a case on its page: the session that has it, or that it waits for one.

Nothing while the committee is not concerned. The same fact empties the inbox of who prepares it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import DateField, Q, QuerySet
from django.urls import reverse

from committee.rulebook import CommitteeRules
from committee.sessions.candidates import candidates
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Session
from committee.sessions.querysets import TO_BE_HELD
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.deliberation import Deliberated, deliberated_models
from workflows.flow.inbox import sets_aside
from workflows.models import Case
from workflows.pages.remarks import Remark, Sitting, agendas, case_remarks, sittings
from workflows.presentation.french import format_long_date, format_time

MOST_SITTINGS = 5


@Question
def _live() -> "QuerySet[Any]":
    items = AgendaItem.objects.live().filter(case_id=Given("case"))
    return items.select_related("session__chair__user").order_by("pk")[:1]


@Question
def _last() -> "QuerySet[Any]":
    items = AgendaItem.objects.filter(case_id=Given("case"))
    listed = items.exclude(state=AgendaItemState.REMOVED)
    return listed.select_related("session").order_by("-pk")[:1]


@Question
def _to_be_held() -> "QuerySet[Any]":
    to_come = Session.objects.to_come(Given("today", DateField()))
    return to_come.filter(state__in=TO_BE_HELD)[:MOST_SITTINGS]


@case_remarks
def agenda(case: Case, actor: Actor) -> Iterator[Remark]:
    """« À l’ordre du jour de la séance du jeudi 10 décembre 2026. »"""
    item = _live.first(case=case.pk)
    if item is not None:
        reads = CommitteeRules.read_session.verdict(actor, item.session).permitted
        day = item.session.held_on
        url = item.session.get_absolute_url() if reads else ""
        yield Remark(f"À l’ordre du jour de la séance du {format_long_date(day)}.", url, day)
    elif case.closed_at is None and _awaits(case.subject):
        yield from _waiting(case, actor)


def _awaits(subject: Any) -> bool:
    return isinstance(subject, Deliberated) and subject.awaits_deliberation


def _waiting(case: Case, actor: Actor) -> Iterator[Remark]:
    """Of a case that no session has: why the last one put it off, and where to put it on one."""
    deferred = _last_deferral(case)
    if deferred is not None:
        yield Remark(_told_of(deferred))
    if _prepares(actor) and candidates().filter(pk=case.pk).exists():
        yield Remark("Inscrivez-le à l’ordre du jour d’une séance.", reverse("committee:sessions"))


def _last_deferral(case: Case) -> AgendaItem | None:
    """What the last session that had the case did of it, when it put it off."""
    item = _last.first(case=case.pk)
    return item if item is not None and item.state == AgendaItemState.DEFERRED else None


def _told_of(item: AgendaItem) -> str:
    """« L’examen a été reporté à la séance du 3 juin 2026 : « Il manque un avis. » »"""
    rows = item.history.filter(transition="defer").order_by("-history_id")
    reason = rows.values_list("reason", flat=True).first() or ""
    why = f"\u00a0: «\u00a0{reason}\u00a0»" if reason else ""
    day = format_long_date(item.session.held_on)
    return f"L’examen a été reporté lors de la séance du {day}{why}."


@sittings
def to_be_held(today: date) -> Iterator[Sitting]:
    """The sessions planned or called, the next one first. One query."""
    for session in _to_be_held.objects(today=today):
        hour = format_time(session.starts_at)
        yield Sitting(session.held_on, session.notice_limit, session.pk, hour)


@agendas
def put_to_a_session(today: date) -> Iterator[tuple[int, int]]:
    """The cases on the agendas to come, and on those under way, whatever their day. One query."""
    live = Q(session__starts_at__date__gte=today) | Q(session__state=SessionState.OPEN)
    yield from AgendaItem.objects.live().filter(live).values_list("case_id", "session_id")


@sets_aside
def on_an_agenda(today: Any) -> Q:
    """The request to put a case on an agenda, until the day of the session that has it is over."""
    # Few cases are on an agenda, and many requests wait: it is those that are looked up.
    to_come = AgendaItem.objects.live().filter(session__starts_at__date__gte=today)
    # Their kinds are deliberated on: one of these requests is theirs, without asking of what kind.
    entries = {model.entry for model in deliberated_models()}
    return Q(process__case_id__in=to_come.values("case_id"), asks__in=sorted(entries))


def _prepares(actor: Actor) -> bool:
    return DirectoryRules.cress_manager.verdict(actor, actor.user).permitted
