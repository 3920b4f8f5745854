"""The whole history of a dossier: its own, and that of every record it is made of."""

from labelling.models import (
    AssemblyPresentation,
    Assessment,
    Complement,
    Dossier,
    Evidence,
    InternalPresentation,
)
from workflows.lifecycles import machine_of
from workflows.timeline import Entry, timeline

RECORDS = (Evidence, AssemblyPresentation, InternalPresentation, Complement, Assessment)


def dossier_timeline(dossier: Dossier) -> list[Entry]:
    """Newest first; one query a table, and one for the names."""
    records = [model.history.filter(dossier_id=dossier.pk) for model in RECORDS]
    return timeline(dossier.history.all(), *records, machine=machine_of(Dossier))
