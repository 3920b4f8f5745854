"""Everything the people of a structure are shown of their dossier, gathered once.

The home page and the dossier's page ask for the same; the engine and the guards answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.memberships.representing import representations_on
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.recognitions.verification import RUNNING, Validity, validity_of
from labelling.dossiers.models import Dossier
from labelling.evidence.completeness import PrincipleStatus, principle_statuses
from labelling.evidence.enums import InternalBody
from labelling.evidence.given import given_in
from labelling.evidence.standing import PrincipleStanding, standings_of
from labelling.instruction.allowed import allows, unmet_for
from labelling.instruction.enums import ApplicationState
from labelling.instruction.held.badges import Badge, badge_of
from labelling.instruction.held.running import held_by
from labelling.instruction.models import Complement
from labelling.instruction.models.recorded import complements_on
from labelling.instruction.reading.announced import Announced, announced_to
from labelling.instruction.reading.followed import (
    FollowedApplication,
    committee_day_in,
    verdict_on,
)
from labelling.instruction.reading.signatories import representations_noted, signatories_among
from labelling.instruction.reading.sitting import sitting_of
from labelling.overview.after_label import Milestone, milestones_of
from labelling.overview.journey import Step, path_steps
from labelling.renewal.opening import is_renewable
from workflows.actors import Actor
from workflows.models import Attachment
from workflows.pages.cases.history import Move
from workflows.pages.remarks import Remark, remarks_of
from workflows.presentation.rosace import Petal
from workflows.verdicts import Unmet, Verdict

S = ApplicationState

# What the structure does next, by state; elsewhere it waits.
NEXT_MOVE = {
    S.DRAFT: "sign_charter",
    S.COMMITTED: "record_presentation",
    S.PRESENTED: "submit",
    S.TO_COMPLETE: "resubmit",
    S.REFUSED: "appeal",
}
# Shown inert while something is missing; the others wait for their turn.
BUTTONS = ("submit", "resubmit")
# What the list of what is missing is called, by next move.
MISSING_TITLES = {
    "sign_charter": "Ce qui empêche de signer",
    "record_presentation": "Ce qui manque pour enregistrer l’AG",
    "resubmit": "Ce qui manque avant le renvoi",
    "appeal": "Ce qui empêche un recours",
}
# Said twice by the guards of `submit`: the fifth principle is the assembly and its minutes.
SAID_BY_THE_ASSEMBLY = ("no_assembly", "no_minutes")
PRESENTATION_MISSING = f"{PrincipleKey.PRESENTATION}_missing"
# Said by the list of what is to be done, line by line, or by that of the requests.
SAID_IN_PLACE = {
    *(f"{key}_missing" for key in PrincipleKey),
    *(f"{body}_not_told" for body in InternalBody),
    *SAID_BY_THE_ASSEMBLY,
    "no_commitments",
    "unanswered",
}


@dataclass(frozen=True, slots=True)
class DossierSummary(FollowedApplication):
    """Where `dossier` stands for `actor`.

    `standings` are the principles as the structure may see them: what it gave, what the CRESS told
    it (`announced`), what is asked of each; `signatories` are those who sign and file for it.

    `verdict` is about the structure's next move (`move`, empty while it waits), and its `unmet`
    is told to everyone, permitted or not. `later` is what the filing will ask for besides, while
    the next move is another; `remarks` is what the committee says of the dossier, and
    `committee_day` when its session takes place, None once that day is past; `sitting` is what is
    said of the next session while none has the dossier; `renewable`: the label may be renewed now.
    """

    dossier: Dossier
    move: str
    verdict: Verdict
    later: Sequence[Unmet]
    remarks: Sequence[Remark]
    committee_day: date | None
    sitting: str
    statuses: Sequence[PrincipleStatus]
    announced: Announced
    standings: Sequence[PrincipleStanding]
    steps: Sequence[Step]
    complements: Sequence[Complement]
    signatories: Sequence[User]
    recognition: Recognition | None
    renewable: bool
    files: Sequence[Attachment]

    @property
    def besides(self) -> Sequence[Unmet]:
        """What stands before the next move, and that no line of the page says in its place."""
        unmet = dict.fromkeys([*self.missing, *self.later])
        return [item for item in unmet if item.code not in SAID_IN_PLACE]

    @property
    def validity(self) -> Validity | None:
        """What the label is worth today, in the words of the register."""
        if self.recognition is None:
            return None
        return validity_of(self.recognition, timezone.localdate())

    @property
    def badge(self) -> Badge:
        """How it shows: « Validé » while the label is."""
        return badge_of(self.dossier, self.recognition)

    @property
    def milestones(self) -> Sequence[Milestone]:
        """What comes after the label, while it is worth something."""
        if self.recognition is None or self.validity not in RUNNING:
            return []
        return milestones_of(self.recognition, timezone.localdate())

    @property
    def petals(self) -> list[Petal]:
        """The rosace: a seal once the label is granted, worth what it is; a progress before."""
        if self.validity is not None:
            return [Petal(self.validity.petals, item.label) for item in self.statuses]
        if self.granted:
            return [Petal("ok", item.label) for item in self.statuses]
        return [standing.petal for standing in self.standings]

    @property
    def overruled(self) -> bool:
        """Whether the committee refused what the CRESS had told of: its reasons prevail."""
        refused = self.dossier.state in (S.REFUSED, S.APPEALED)
        return refused and bool(self.announced.findings)

    @property
    def explained(self) -> bool:
        """Whether the rosace says what its petals mean: a seal needs it not."""
        return not self.granted

    @property
    def blocked(self) -> bool:
        """Whether the next move is a button, and still inert for want of something."""
        return bool(self.verdict.unmet) and self.move in BUTTONS

    @property
    def missing_title(self) -> str:
        """What the list of what is missing is called."""
        return MISSING_TITLES.get(self.move, "Ce qui manque avant le dépôt")

    @property
    def editable(self) -> bool:
        """Whether evidence may still be written."""
        return allows(self.dossier, "write_evidence")


def summary_of(
    dossier: Dossier, actor: Actor, moves: Sequence[Move] | None = None
) -> DossierSummary:
    """Gather it all in a fixed number of queries, whatever the dossier holds.

    `moves` is its path, where the page has read it.
    """
    state = ApplicationState(dossier.state)
    move = NEXT_MOVE.get(state, "")
    given = given_in(dossier)
    complements = complements_on(dossier)
    representations = representations_noted(dossier, actor)
    known: dict[Any, Any] = {
        given_in: given,
        complements_on: complements,
        representations_on: representations,
    }
    verdict = _verdict(dossier, move, actor, known) if move else Verdict(permitted=False)
    granted = state == S.VALIDATED
    recognition = held_by(dossier) if granted else None
    remarks = remarks_of(dossier, actor)
    committee_day = committee_day_in(remarks)
    statuses = principle_statuses(dossier, given)
    announced = announced_to(dossier, moves)
    return DossierSummary(
        dossier=dossier,
        move=move,
        verdict=verdict,
        later=_later(dossier, verdict, actor, known) if state == S.COMMITTED else [],
        remarks=remarks,
        committee_day=committee_day,
        sitting=sitting_of(dossier, committee_day),
        statuses=statuses,
        announced=announced,
        standings=standings_of(dossier, statuses, announced, complements),
        steps=path_steps(
            dossier,
            assembly=given.assembly,
            recognition=recognition,
            committee_day=committee_day,
        ),
        complements=complements,
        signatories=signatories_among(representations),
        recognition=recognition,
        renewable=recognition is not None and is_renewable(recognition, timezone.localdate()),
        files=given.files,
    )


def _verdict(dossier: Dossier, name: str, actor: Actor, known: dict[Any, Any]) -> Verdict:
    """As the engine's verdict, but who may not act still reads what is missing."""
    found = verdict_on(dossier, name, actor, known)
    return replace(found, unmet=without_repetition(found.unmet))


def without_repetition(unmet: Sequence[Unmet]) -> list[Unmet]:
    """The fifth principle is the assembly and its minutes: said by these, not said again."""
    if not {item.code for item in unmet}.intersection(SAID_BY_THE_ASSEMBLY):
        return list(unmet)
    return [item for item in unmet if item.code != PRESENTATION_MISSING]


def _later(dossier: Dossier, verdict: Verdict, actor: Actor, known: dict[Any, Any]) -> list[Unmet]:
    """What the filing asks for, besides the presentation that comes first."""
    first = {PRESENTATION_MISSING, *(item.code for item in verdict.unmet)}
    unmet = unmet_for(dossier, "submit", actor, known)
    return [item for item in unmet if item.code not in first]
