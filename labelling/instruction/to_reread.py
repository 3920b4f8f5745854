"""What the structure changed after the instructor's finding on it, and so is to be read again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.models import Assessment, Complement


def changed_since_assessed(dossier: Dossier) -> set[str]:
    """The principles assessed, then written, answered, or given or deprived of a file. Six queries.

    To write the finding again, or to confirm it, is to have read what changed.
    """
    assessed = dict(_last(Assessment, dossier))
    return {
        key
        for key, moment in _touched(dossier)
        if key in assessed and moment is not None and moment > assessed[key]
    }


def _touched(dossier: Dossier) -> Iterator[tuple[str, datetime | None]]:
    """Each principle with a moment at which something of it changed; some come several times."""
    yield from _last(Evidence, dossier)
    for model in (AssemblyPresentation, InternalPresentation):
        last = model.history.filter(dossier_id=dossier.pk).aggregate(last=Max("history_date"))
        yield PrincipleKey.PRESENTATION.value, last["last"]
    yield from Complement.objects.filter(dossier=dossier).values_list("principle", "answered_at")
    files = dossier.attachments.values_list("slot", "uploaded_at", "removed_at")
    for slot, uploaded_at, removed_at in files:
        minutes = slot == AssemblyPresentation.MINUTES_SLOT
        key = PrincipleKey.PRESENTATION.value if minutes else slot.removeprefix("principle:")
        yield key, removed_at or uploaded_at


def _last(model: Any, dossier: Dossier) -> list[tuple[str, datetime]]:
    """By principle, when its record of `model` was last written; one query."""
    rows = model.history.filter(dossier_id=dossier.pk).order_by()
    return list(rows.values_list("principle").annotate(Max("history_date")))
