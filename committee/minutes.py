"""A first draft of the minutes, from the facts: who was there, what was voted, what was decided."""

from collections.abc import Iterator
from typing import Any

from committee.conflicts import seats
from committee.enums import AgendaItemState, ConflictKind, RoundResult
from committee.models import AgendaItem, Mandate, Session
from committee.results import view_round
from workflows.decisions import DecisionOutcome
from workflows.presentation.french import NBSP, format_long_date, format_time


def draft_minutes(session: Session) -> str:
    """The minutes as text, for the chair and the CRESS to complete.

    Names those present and absent, and for each item those recused, the votes and the decision
    (CRPA R133-13 as a benchmark). Never how a member voted.
    """
    return "\n\n".join(["\n".join(_opening(session)), *map(_item, _items(session))])


def _items(session: Session) -> Iterator[AgendaItem]:
    for item in session.items.listed().select_related("case"):
        item.session = session
        yield item


def _opening(session: Session) -> Iterator[str]:
    yield f"{session.body}, séance du {format_long_date(session.held_on)}, {session.place}."
    yield f"Présidence{NBSP}: {session.chair.user}."
    if session.opened_at and session.closed_at:
        opened, closed = format_time(session.opened_at), format_time(session.closed_at)
        yield f"Séance ouverte à {opened}, close à {closed}."
    sitting = Mandate.objects.sitting(session).select_related("user")
    here = set(session.attendances.filter(present=True).values_list("mandate_id", flat=True))
    yield _names("Présents", [str(m.user) for m in sitting if m.pk in here])
    yield _names("Absents", [str(m.user) for m in sitting if m.pk not in here])


def _item(item: AgendaItem) -> str:
    lines = [f"{item.position}. {item.case.title}"]
    if item.state == AgendaItemState.DEFERRED:
        lines.append("Point reporté à une prochaine séance.")
        deferral = item.history.filter(transition="defer").first()
        if deferral is not None and deferral.reason:
            lines.append(f"Motif{NBSP}: {deferral.reason}")
        return "\n".join(lines)
    recused = [seat for seat in seats(item).select_related("user") if _why(seat)]
    if recused:
        lines.append(_names("Déportés", [f"{seat.user} ({_why(seat)})" for seat in recused]))
    for round_ in item.rounds.exclude(result__in=["", RoundResult.SUPERSEDED]):
        view = view_round(round_)
        counts = ", ".join(f"{counted.number} {counted.label}" for counted in view.counts)
        lines.append(f"{round_.question} {counts}. {view.sentence}")
    decision = getattr(item, "decision", None)
    if decision is not None:
        lines.append(f"Décision{NBSP}: {DecisionOutcome(decision.outcome).label}.")
        if decision.reasons:
            lines.append(f"Motifs{NBSP}: {decision.reasons}")
    return "\n".join(lines)


def _why(seat: Any) -> str:
    """Why a seat, as `conflicts.seats` annotates it, takes no part; empty when it may."""
    declared = (seat.recused_for or "").rstrip(" .")
    return ConflictKind(seat.conflict).label if seat.conflict else declared


def _names(label: str, names: list[str]) -> str:
    return f"{label}{NBSP}: {', '.join(names) if names else 'aucun'}."
