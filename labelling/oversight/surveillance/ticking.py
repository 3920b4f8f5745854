"""What time brings to look at again: a review is opened by what is known, and the CRESS is told.

Each is opened once; a recognition that is under review already waits for that one to end.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from directory.recognitions.enums import LIVE, RecognitionState
from directory.recognitions.models import Recognition
from directory.removals.enums import RemovalState
from directory.removals.models import LogoRemoval
from labelling.exchanges.enums import ExchangeState
from labelling.exchanges.models import ProgressExchange
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from labelling.referencing.models import Referencing
from workflows.background.ticking import TICK, Due, on_tick

WORDS = {
    ReviewOrigin.PROGRESS: "L’échange de progrès demandé à mi-parcours n’est pas venu dans son "
    "délai\u00a0: dites où en sont vos engagements.",
    ReviewOrigin.APPROVAL_ENDED: "L’agrément ESUS sur lequel repose votre référencement a pris "
    "fin. Montrez son renouvellement.",
    ReviewOrigin.LOGO_KEPT: "Rien n’a montré, dans le délai, que le logo est retiré.",
}


@on_tick("surveillance", "opened")
def surveillance(at: datetime) -> Iterator[Due]:
    """The reviews that a date or a fact asks for."""
    today = timezone.localdate(at)
    found = {
        ReviewOrigin.PROGRESS: _silent_at_mid_term(),
        ReviewOrigin.APPROVAL_ENDED: _without_approval(today),
        ReviewOrigin.LOGO_KEPT: _showing_the_logo(),
    }
    for origin, recognitions in found.items():
        for recognition in _not_looked_at(recognitions, origin).order_by("pk"):
            yield Due(
                row=recognition,
                does=("opened",),
                words="Ouvrir un contrôle",
                why=str(origin.label),
                do=partial(_open, recognition, origin, at),
            )


def _open(recognition: Recognition, origin: ReviewOrigin, at: datetime) -> bool:
    """False when somebody opened it meanwhile."""
    standing = Recognition.objects.filter(pk=recognition.pk).locked()
    if not list(standing) or not _not_looked_at(standing, origin).exists():
        return False
    open_review(recognition, origin=origin, account=WORDS[origin], actor=TICK, at=at)
    return True


def _not_looked_at(found: "QuerySet[Recognition]", origin: ReviewOrigin) -> "QuerySet[Recognition]":
    """Those of which no review is under way, nor was opened for that."""
    reviews = ComplianceReview.objects.filter(recognition=OuterRef("pk"))
    return found.filter(
        ~Exists(reviews.under_way()), ~Exists(reviews.filter(origin=origin)), state__in=LIVE
    )


def _silent_at_mid_term() -> "QuerySet[Recognition]":
    """The exchange comes first: it is its silence that is looked into."""
    late = ProgressExchange.objects.filter(state=ExchangeState.LATE)
    return Recognition.objects.filter(
        state=RecognitionState.ACTIVE, pk__in=late.values("recognition")
    )


def _without_approval(today: date) -> "QuerySet[Recognition]":
    rest_on_it = Referencing.objects.filter(esus_until__lt=today)
    return Recognition.objects.filter(
        state=RecognitionState.ACTIVE, case__in=rest_on_it.values("pk")
    )


def _showing_the_logo() -> "QuerySet[Recognition]":
    late = LogoRemoval.objects.filter(state=RemovalState.LATE)
    return Recognition.objects.filter(pk__in=late.values("recognition"))
