"""What is not missing today, and will be: said before it is a surprise."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from directory.delays.in_force import delay
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.validity import end_of_validity, validity_years
from labelling.referencing.models import Referencing
from workflows.presentation.french import format_date


def alerts_of(referencing: Referencing) -> list[str]:
    """Sentences for its organisation, its instructor and the committee. No query."""
    return list(_approval(referencing))


def _approval(referencing: Referencing) -> Iterator[str]:
    until = referencing.esus_until
    if not referencing.rests_on_approval or until is None:
        return
    if until < timezone.localdate():
        yield f"L’agrément ESUS a pris fin le {format_date(until)}."
    elif until < listed_until(referencing):
        yield (
            f"L’agrément ESUS prend fin le {format_date(until)}, avant la fin du référencement. "
            "Il faudra alors montrer son renouvellement."
        )


def listed_until(referencing: Referencing) -> date:
    """Until when it would be listed at the soonest, once validated after a whole instruction."""
    start = referencing.decided_on or delay("admissibility").after(timezone.localdate())
    return end_of_validity(start, validity_years(start, RecognitionKind.ACCOMPANIST))
