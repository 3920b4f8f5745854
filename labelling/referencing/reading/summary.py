"""Everything that the people of an organisation are shown of their referencing, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.memberships.representing import representations_on
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.instruction.allowed import allows
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.held.badges import Badge, badge_of
from labelling.instruction.held.running import held_by
from labelling.instruction.models import Complement
from labelling.instruction.models.recorded import complements_on
from labelling.instruction.reading.followed import (
    FollowedApplication,
    committee_day_in,
    verdict_on,
)
from labelling.instruction.reading.signatories import representations_noted, signatories_among
from labelling.instruction.reading.sitting import sitting_of
from labelling.referencing.models import Referencing
from labelling.referencing.reading.alerts import alerts_of
from labelling.referencing.reading.completeness import PartStatus, part_statuses
from labelling.referencing.reading.contents import Contents, contents_in
from workflows.actors import Actor
from workflows.pages.remarks import Remark, remarks_of
from workflows.verdicts import Unmet, Verdict

# What the organisation does next, by state; elsewhere it waits.
NEXT_MOVE = {S.DRAFT: "submit", S.TO_COMPLETE: "resubmit", S.REFUSED: "appeal"}
# Said by the task list, line by line, or by the list of the requests.
SAID_IN_PLACE = "unanswered"


@dataclass(frozen=True, slots=True)
class ReferencingSummary(FollowedApplication):
    """Where `dossier` stands for who acts for its organisation.

    `statuses` are its parts; `alerts` what is not missing today and will be.
    """

    dossier: Referencing
    move: str
    verdict: Verdict
    remarks: Sequence[Remark]
    committee_day: date | None
    sitting: str
    statuses: Sequence[PartStatus]
    contents: Contents
    alerts: Sequence[str]
    complements: Sequence[Complement]
    signatories: Sequence[User]
    recognition: Recognition | None

    @property
    def todo(self) -> Sequence[PartStatus]:
        """The parts that lack something."""
        return [status for status in self.statuses if status.missing]

    @property
    def badge(self) -> Badge:
        """How it shows: « Référencé » while that is true."""
        return badge_of(self.dossier, self.recognition)

    @property
    def done_count(self) -> int:
        return len(self.statuses) - len(self.todo)

    @property
    def besides(self) -> Sequence[Unmet]:
        """What stands before the next move, and that no line of the page says in its place."""
        said = {SAID_IN_PLACE, *(f"{status.key}_missing" for status in self.statuses)}
        return [item for item in self.verdict.unmet if item.code not in said]

    @property
    def editable(self) -> bool:
        """Whether its parts may still be written."""
        return allows(self.dossier, "describe_offer")


def summary_of(referencing: Referencing, actor: Actor) -> ReferencingSummary:
    """Gather it all in a fixed number of queries, whatever it holds."""
    state = S(referencing.state)
    move = NEXT_MOVE.get(state, "")
    contents = contents_in(referencing)
    complements = complements_on(referencing)
    representations = representations_noted(referencing, actor)
    known: dict[Any, Any] = {
        contents_in: contents,
        complements_on: complements,
        representations_on: representations,
    }
    verdict = verdict_on(referencing, move, actor, known) if move else Verdict(permitted=False)
    remarks = remarks_of(referencing, actor)
    committee_day = committee_day_in(remarks)
    granted = state == S.VALIDATED
    recognition = held_by(referencing) if granted else None
    return ReferencingSummary(
        dossier=referencing,
        move=move,
        verdict=verdict,
        remarks=remarks,
        committee_day=committee_day,
        sitting=sitting_of(referencing, committee_day),
        statuses=part_statuses(referencing, contents),
        contents=contents,
        alerts=alerts_of(referencing),
        complements=complements,
        signatories=signatories_among(representations),
        recognition=recognition,
    )
