"""Where each principle stands for the structure: what it gave, what the CRESS told and asks of it.

Only what was sent to the structure is here; see `labelling.instruction.reading.announced`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from labelling.dossiers.models import Dossier
from labelling.evidence.completeness import PrincipleStatus
from labelling.instruction.allowed import allows
from labelling.instruction.enums import Finding
from labelling.instruction.models import Complement
from labelling.instruction.reading.announced import Announced, ToldFinding
from workflows.presentation.rosace import Petal, PetalStatus

# By what is said of a principle: tone, icon and words of its badge, and its petal.
SHOWN: dict[str, tuple[str, str, str, PetalStatus]] = {
    Finding.ESTABLISHED: ("ok", "check-circle", "Établi", "found"),
    Finding.TO_CLARIFY: ("wait", "alert", "À préciser", "ask"),
    Finding.NOT_ESTABLISHED: ("stop", "x", "Non établi", "miss"),
    "done": ("info", "check", "Étayé par vous", "done"),
    "covered": ("info", "seal", "Couvert", "covered"),
    "part": ("wait", "pencil", "Commencé", "part"),
    "none": ("mute", "minus", "À faire", "none"),
}
CLOSED = ("mute", "minus", "Non étayé")  # not evidenced, and no longer to be


@dataclass(frozen=True, slots=True)
class PrincipleStanding:
    """One principle. `told` is None while the CRESS has sent no finding of it.

    `requests` are those of the last round that ask about it. `editable` and `answerable` say
    whether the structure may still write, and answer.
    """

    status: PrincipleStatus
    told: ToldFinding | None
    requests: Sequence[Complement]
    editable: bool
    answerable: bool

    @property
    def awaited(self) -> Sequence[Complement]:
        """The requests about it that nobody has answered yet."""
        return [asked for asked in self.requests if asked.answered_at is None]

    @property
    def said(self) -> str:
        """A key of SHOWN. A request that waits speaks louder than the finding that came with it."""
        if self.awaited and (self.told is None or self.told.finding == Finding.ESTABLISHED):
            return Finding.TO_CLARIFY
        return self.told.finding if self.told else self.status.state

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon, words."""
        if self.said in ("part", "none") and not self.editable:
            return CLOSED
        return SHOWN[self.said][:3]

    @property
    def petal(self) -> Petal:
        return Petal(SHOWN[self.said][3], self.status.label)


def standings_of(
    dossier: Dossier,
    statuses: Sequence[PrincipleStatus],
    announced: Announced,
    complements: Sequence[Complement],
) -> list[PrincipleStanding]:
    """The six principles of `dossier`, from what was read of it. No query."""
    last = max((asked.round for asked in complements), default=0)
    current = [asked for asked in complements if asked.round == last]
    return [
        PrincipleStanding(
            status=status,
            told=announced.findings.get(status.key),
            requests=[asked for asked in current if asked.criterion == status.key],
            editable=allows(dossier, "write_evidence"),
            answerable=allows(dossier, "answer_complement"),
        )
        for status in statuses
    ]
