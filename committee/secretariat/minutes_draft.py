"""A first draft of the minutes, from the facts: who was there, what was voted, what was decided."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from committee.bodies.models import Mandate
from committee.bodies.voting_rules import Choice
from committee.sessions.enums import AgendaItemState
from committee.sessions.models import AgendaItem, MinutesDraft, Session
from committee.voting.conflicts import seats_on_item
from committee.voting.enums import ConflictKind, RoundResult
from committee.voting.models import VotingRound
from committee.voting.proposals import outcome_in_words
from committee.voting.result_display import view_round
from workflows.presentation.french import count, format_date, format_long_date, format_time


def draft_minutes(session: Session) -> str:
    """The minutes as text, for the chair and the CRESS to complete.

    Names those present and absent, and for each item those recused, the votes and the decision
    (CRPA R133-13 as a benchmark). Never how a member voted.
    """
    return "\n\n".join(["\n".join(_opening(session)), *map(_item, _items(session))])


def kept_in_words(draft: MinutesDraft, reader: Any) -> str:
    """« Brouillon gardé à 14 h 02, par Sacha Guérin. »: the day once past, who when not you."""
    kept_on = timezone.localdate(draft.kept_at)
    day = "" if kept_on == timezone.localdate() else f" le {format_date(kept_on)}"
    by = "" if draft.kept_by_id == reader.pk else f", par {draft.kept_by}"
    return f"Brouillon gardé{day} à {format_time(draft.kept_at)}{by}."


def _items(session: Session) -> Iterator[AgendaItem]:
    for item in session.items.listed().select_related("case"):
        item.session = session
        yield item


def _opening(session: Session) -> Iterator[str]:
    yield f"{session.body}, séance du {format_long_date(session.held_on)}, {session.place}."
    yield f"Présidence\u00a0: {session.chair.user}."
    if session.opened_at and session.closed_at:
        opened, closed = format_time(session.opened_at), format_time(session.closed_at)
        yield f"Séance ouverte à {opened}, close à {closed}."
    sitting = Mandate.objects.sitting(session).select_related("user")
    here = set(session.attendances.filter(present=True).values_list("mandate_id", flat=True))
    yield _names("Présents", [str(m.user) for m in sitting if m.pk in here])
    yield _names("Absents", [str(m.user) for m in sitting if m.pk not in here])


def _item(item: AgendaItem) -> str:
    reference = f", {item.case.reference}" if item.case.reference else ""
    lines = [f"{item.position}. {item.case.title}{reference}"]
    counted = list(item.rounds.exclude(result__in=["", RoundResult.SUPERSEDED]))
    deferred = item.state == AgendaItemState.DEFERRED
    if deferred and not counted:
        return "\n".join([*lines, *_deferral(item)])
    recused = [
        seat for seat in seats_on_item(item).select_related("user") if _recusal_grounds(seat)
    ]
    if recused:
        lines.append(
            _names(
                "Personnes déportées",
                [f"{seat.user} ({_recusal_grounds(seat)})" for seat in recused],
            )
        )
    if counted:
        lines.append(_quorum(counted[-1]))
    lines += map(_vote, counted)
    if deferred:
        lines += _deferral(item)
    decision = getattr(item, "decision", None)
    if decision is not None:
        lines.append(f"Décision\u00a0: {outcome_in_words(item, decision.decided_proposal)}.")
        if decision.reasons:
            lines.append(f"Motifs\u00a0: {decision.reasons}")
    return "\n".join(lines)


def _deferral(item: AgendaItem) -> Iterator[str]:
    yield "Point reporté à une prochaine séance."
    deferral = item.history.filter(transition="defer").first()
    if deferral is not None and deferral.reason:
        yield f"Motif\u00a0: {deferral.reason}"


def _quorum(round_: VotingRound) -> str:
    """« Quorum : 9 présents sur 12, il en fallait 6. », from the proof of a counted round."""
    proof: Any = round_.proof
    quorum = proof["quorum"]
    here = count(quorum["counted"], "présent", "présents")
    return f"Quorum\u00a0: {here} sur {quorum['eligible']}, il en fallait {quorum['required']}."


def _vote(round_: VotingRound) -> str:
    """The question and what came of it; the votes for and against are in the sentence."""
    proof: Any = round_.proof
    abstentions, blanks = (proof["tally"][name] for name in (Choice.ABSTENTION, Choice.BLANK))
    beside = f"Abstentions\u00a0: {abstentions}, blancs\u00a0: {blanks}."
    return f"{round_.question} {view_round(round_).sentence} {beside}"


def _recusal_grounds(seat: Any) -> str:
    """Why a seat, as `conflicts.seats_on_item` annotates it, takes no part; empty when it may."""
    declared = (seat.recused_for or "").rstrip(" .")
    return ConflictKind(seat.conflict).label if seat.conflict else declared


def _names(label: str, names: list[str]) -> str:
    return f"{label}\u00a0: {', '.join(names) if names else 'aucun'}."
