"""A revision as anybody reads it: what changes, who was asked, what they answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from directory.charters.changes import Change, changes_between
from directory.charters.charter_text import CharterText, parse_charter
from labelling.revisions.enums import Position, RevisionState
from labelling.revisions.models import CharterRevision, ConsultedParty


@dataclass(frozen=True, slots=True)
class Answers:
    """What a consultation gave: `by_position` counts, in the order of `Position`."""

    asked: int
    given: int
    by_position: Sequence[tuple[str, int]]
    parties: Sequence[ConsultedParty]


def answers_of(revision: CharterRevision) -> Answers:
    """One query. Those asked by name come first, then the holders that answered."""
    parties = list(revision.parties.select_related("organisation").order_by("organisation", "pk"))
    found = Counter(party.position for party in parties if party.answered_on)
    named = sum(party.organisation_id is None for party in parties)
    return Answers(
        asked=revision.holders_asked + named,
        given=found.total(),
        by_position=[(str(each.label), found[each]) for each in Position],
        parties=parties,
    )


def shown_context(revision: CharterRevision) -> dict[str, Any]:
    """What the page of a revision says to anybody."""
    before = revision.replaces
    closing = revision.history.filter(transition="close_consultation").order_by("-history_id")
    reading: CharterText = parse_charter(revision.text)
    changes: list[Change] = changes_between(before.text, revision.text) if before else []
    return {
        "revision": revision,
        "reading": reading,
        "changes": changes,
        "answers": answers_of(revision),
        "summary": closing.values_list("reason", flat=True).first() or "",
        "version": revision.version if revision.state in AFTER else None,
        "aligned": revision.alignments.count(),
    }


AFTER = (RevisionState.IN_FORCE, RevisionState.COMPLETED)
