"""What the follow-up page tells whoever holds the receipt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from labelling.oversight.complaints.enums import THEIR_OWN, EntryKind
from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.identities.models import Opening, SealedIdentity
from workflows.presentation.files import FileLine, file_line

# Told where readings are, or to those who handle it alone.
TOLD_APART = (EntryKind.OPENING, EntryKind.CLOSED)


@dataclass(frozen=True, slots=True)
class Reading:
    """That two people agreed to read the identity: when, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something written, by whoever complained (`own`) or for them."""

    entry: Entry
    files: Sequence[FileLine]

    @property
    def own(self) -> bool:
        return self.entry.kind in THEIR_OWN


@dataclass(frozen=True, slots=True)
class Followed:
    """A complaint as its receipt opens it; `asked` says that a question waits for an answer."""

    complaint: Complaint
    lines: Sequence[Line]
    readings: Sequence[Reading]
    sealed: bool
    asked: bool


def lines_of(
    entries: Sequence[Entry], *, url_of: Callable[[ComplaintFile], str] = lambda kept: ""
) -> list[Line]:
    """`entries`, their files read along, as lines; `url_of` says where the bytes of one are."""
    return [
        Line(entry, [file_line(kept, url=url_of(kept)) for kept in entry.files.all()])
        for entry in entries
    ]


def entries_of(complaint: Complaint) -> list[Entry]:
    """All that was written on it, in order, with the files. Two queries."""
    return list(complaint.entries.prefetch_related("files").order_by("pk"))


def followed(complaint: Complaint) -> Followed:
    """What is told of `complaint`. Four queries."""
    entries = entries_of(complaint)
    reasons = {entry.seal: entry.words for entry in entries}
    openings = Opening.objects.filter(complaint=complaint, agreed=True).order_by("pk")
    told = [entry for entry in entries if entry.kind not in TOLD_APART]
    return Followed(
        complaint=complaint,
        lines=lines_of(told),
        readings=[
            Reading(opening.settled_at, reasons.get(opening.reason_seal, ""))
            for opening in openings
            if opening.settled_at
        ],
        sealed=SealedIdentity.objects.filter(complaint=complaint).exists(),
        asked=bool(told) and told[-1].kind == EntryKind.QUESTION,
    )
