"""A decision is what its vote gave: the sealed count of its round, decided again, says the same."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery

from committee.sessions.models import AgendaItem
from committee.voting.models import Decision
from workflows.proof.registry import proof


@proof("Décisions du comité")
def decisions_recompute() -> Iterator[str]:
    # One statement reads one moment: a decision pronounced meanwhile brings its reasons along.
    pronounced = AgendaItem.history.filter(transition="decide", id=OuterRef("item_id"))
    last_words = Subquery(pronounced.order_by("-history_id").values("reason")[:1])
    decisions = Decision.objects.annotate(pronounced_reasons=last_words)
    decisions = decisions.prefetch_related("item__case", "item__session", "item__rounds").order_by(
        "pk"
    )
    for decision in decisions.iterator(chunk_size=500):
        if not follows_from_its_round(decision):
            yield f"décision {decision.pk} : le vote n’en donne pas l’issue"
        if decision.reasons != decision.pronounced_reasons:
            yield f"décision {decision.pk} : les motifs ne sont pas ceux prononcés"


def follows_from_its_round(decision: Decision) -> bool:
    """Whether the last round counted of the item, whose history is sealed, gives this decision.

    It was counted under the rule that its session was convened with.
    """
    try:
        counted = [round_ for round_ in decision.item.rounds.all() if round_.proof is not None]
    except AgendaItem.DoesNotExist:
        return False
    if not counted:
        return False
    last = counted[-1]
    held = (decision.proposal, decision.proof, decision.colleges)
    if held != (last.proposal, last.proof, last.colleges):
        return False
    try:
        frozen: Any = decision.item.session.rule
        return decision.recomputes() and decision.proof["rule"] == frozen
    except (KeyError, TypeError, ValueError):  # a proof of another shape is none
        return False
