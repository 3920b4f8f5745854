"""What time brings to references: whoever could be asked about a mission is forgotten."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import Q
from django.utils import timezone

from directory.delays.in_force import delay
from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.models import MissionContact
from workflows.background.ticking import Due, on_tick


@on_tick("reference_contacts", "forgotten")
def contacts_to_forget(at: datetime) -> Iterator[Due]:
    """Each contact of a reference, some months after nobody can decide on it any more."""
    today = timezone.localdate(at)
    kept = delay("reference_contact_months", on=today)
    last_day = kept.before(today)
    over = Q(mission__referencing__closed_at__date__lt=last_day) | Q(
        mission__referencing__state=S.REFUSED,
        mission__referencing__appealable_until__lt=last_day,
    )
    found = MissionContact.objects.filter(over).select_related("mission__client")
    for contact in found.order_by("pk"):
        yield Due(
            row=contact.mission,
            does=("forgotten",),
            words="le contact d’une référence est effacé",
            why=f"le dossier est terminé depuis plus de {kept}",
            do=partial(_forget, contact.pk),
        )


def _forget(pk: int) -> bool:
    deleted, _ = MissionContact.objects.filter(pk=pk).delete()
    return bool(deleted)
