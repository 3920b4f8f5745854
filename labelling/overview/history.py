"""The whole history of a dossier: its own, and that of every record it is made of."""

from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.models import Assessment, Complement
from workflows.lifecycles import machine_of
from workflows.pages.timeline import Entry, timeline

# What the dossier's own row is called when only one of its records changed.
CARRIERS = {move.law.done for move in machine_of(Dossier).transitions.values() if move.law.silent}
RECORDS = (
    (Evidence, "dossier"),
    (AssemblyPresentation, "dossier"),
    (InternalPresentation, "dossier"),
    (Complement, "case"),
    (Assessment, "case"),
)


def dossier_timeline(dossier: Dossier) -> list[Entry]:
    """Newest first; one query a table, and one for the names.

    A row of the dossier that only carries the change of a record is left to that record's line.
    """
    records = [model.history.filter(**{key: dossier.pk}) for model, key in RECORDS]
    entries = timeline(dossier.history.all(), *records, machine=machine_of(Dossier))
    return [entry for entry in entries if not _says_nothing(entry)]


def last_moves(dossier: Dossier, *, limit: int) -> list[Entry]:
    """The last changes of state, newest first; two queries."""
    moves = [move.name for move in machine_of(Dossier).transitions.values() if move.target]
    return timeline(dossier.history.filter(transition__in=["open", *moves]), limit=limit)


def _says_nothing(entry: Entry) -> bool:
    return entry.title in CARRIERS and not (entry.changes or entry.reason)
