"""What time brings to the register of impartiality: a link is asked about again."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.utils import timezone

from directory.impartiality.models import Interest
from workflows.background.ticking import TICK, Due, on_tick
from workflows.engine import amend
from workflows.presentation.french import format_date


@on_tick("interest_reviews", "asked")
def interest_reviews(at: datetime) -> Iterator[Due]:
    """Each link whose date has come, once; « Mes tâches » says it until somebody looks."""
    today = timezone.localdate(at)
    found = Interest.objects.to_review(today).filter(review_asked_on=None)
    for interest in found.select_related("person", "holder", "organisation").order_by("pk"):
        yield Due(
            row=interest,
            does=("asked",),
            words="Réexaminer un lien d’intérêt",
            why=f"à réexaminer le {format_date(interest.review_on)}",
            do=partial(_ask, interest.pk, at),
            event="ask_review",
        )


def _ask(pk: int, at: datetime) -> bool:
    today = timezone.localdate(at)
    due = Interest.objects.to_review(today).filter(review_asked_on=None)
    interest = due.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
    if interest is None:
        return False
    amend(interest, action="ask_review", actor=TICK, at=at, review_asked_on=today)
    return True
