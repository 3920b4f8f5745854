"""The labels that end between two days, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from directory.recognitions.enums import LIVE, RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.states import OPEN

# tone, icon, words: as the dots of the months
RENEWED = ("ok", "check-circle", "Déjà renouvelé")
ASKED = ("info", "clock", "Dossier en cours")
WITHOUT = ("stop", "alert", "Sans dossier")


@dataclass(frozen=True, slots=True)
class Ending:
    """One of them, and what is done of it: tone, icon, words."""

    name: str
    url: str
    number: str
    ends: date
    status: tuple[str, str, str]
    suspended: bool


def endings(start: date, stop: date, *, skip: int, most: int) -> list[Any]:
    """From `start` on, before `stop`, the first to end first: `most` of them after `skip`.

    Two queries: what is done of each is asked of those that are shown alone.
    """
    found = Recognition.objects.filter(
        kind=RecognitionKind.LABEL, state__in=LIVE, valid_until__gte=start, valid_until__lt=stop
    )
    order = ("valid_until", "pk")
    keys = list(found.order_by(*order).values_list("pk", flat=True)[skip : skip + most])
    following = Recognition.objects.running().filter(previous=OuterRef("pk"))
    asked = Dossier.objects.filter(organisation=OuterRef("organisation"), state__in=OPEN)
    shown = Recognition.objects.filter(pk__in=keys).select_related("organisation")
    return list(shown.annotate(followed=Exists(following), asked=Exists(asked)).order_by(*order))


def told(found: Sequence[Any]) -> list[Ending]:
    """Rows of `endings`, to show."""
    return [
        Ending(
            row.organisation.name,
            row.organisation.get_absolute_url(),
            row.number,
            row.valid_until,
            RENEWED if row.followed else ASKED if row.asked else WITHOUT,
            row.state == RecognitionState.SUSPENDED,
        )
        for row in found
    ]
