"""The commitments of a charter, group by group, and which of them are accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.charters.enums import CommitmentKey
from directory.charters.models import CharterVersion
from labelling.referencing.models import Acceptance


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment, its `rank` from 1 in its group, in the words of the charter."""

    rank: int
    text: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of commitments: `text` is its first line in the charter."""

    key: CommitmentKey
    position: int
    text: str
    commitments: Sequence[Commitment]

    @property
    def label(self) -> str:
        return str(self.key.label)

    @property
    def left(self) -> int:
        """How many are still to be accepted."""
        return sum(not commitment.accepted for commitment in self.commitments)


def groups_of(
    version: CharterVersion | None, acceptances: Mapping[str, Acceptance]
) -> Sequence[Group]:
    """The groups of `version`, in its order, as they are accepted; one query.

    What was accepted of another version counts for nothing.
    """
    if version is None:
        return []
    groups = []
    for position, part in enumerate(version.principles.order_by("position"), start=1):
        found = acceptances.get(part.key)
        accepted = found.accepted if found and found.version_id == version.pk else ()
        # A group that commits to nothing beneath its first line is accepted by that line.
        first, *others = part.text.splitlines()
        lines = [line.strip() for line in others if line.strip()] or [first]
        groups.append(
            Group(
                key=CommitmentKey(part.key),
                position=position,
                text=first,
                commitments=[
                    Commitment(rank, line, rank in accepted)
                    for rank, line in enumerate(lines, start=1)
                ],
            )
        )
    return groups
