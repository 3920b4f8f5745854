"""Questions to the table of recognitions."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from directory.organisations.folding import Folded, fold
from directory.organisations.querysets import compacted, identified_by
from directory.recognitions.enums import RecognitionKind, RecognitionState


class RecognitionQuerySet(models.QuerySet[Any]):
    def public(self) -> "RecognitionQuerySet":
        """What the public register shows: granted labels, whatever became of them.

        A renewed one is left out, since the next stands in its place.
        """
        return self.filter(kind=RecognitionKind.LABEL).exclude(state=RecognitionState.RENEWED)

    def running(self) -> "RecognitionQuerySet":
        """Live, or granted ahead: what the next grant follows."""
        return self.filter(
            state__in=[
                RecognitionState.SCHEDULED,
                RecognitionState.ACTIVE,
                RecognitionState.SUSPENDED,
            ]
        )

    def valid(self, today: date) -> "RecognitionQuerySet":
        """Those that hold on `today`, even where `tick` has not passed yet."""
        return self.filter(state=RecognitionState.ACTIVE, valid_until__gte=today)

    def suspended(self, today: date) -> "RecognitionQuerySet":
        return self.filter(state=RecognitionState.SUSPENDED, valid_until__gte=today)

    def over(self, today: date) -> "RecognitionQuerySet":
        """Withdrawn, renounced, or past their last day."""
        ended = [
            RecognitionState.WITHDRAWN,
            RecognitionState.RENOUNCED,
            RecognitionState.EXPIRED,
        ]
        return self.filter(
            Q(state__in=ended)
            | Q(state__in=[RecognitionState.ACTIVE, RecognitionState.SUSPENDED])
            & Q(valid_until__lt=today)
        )

    def by_name(self) -> "RecognitionQuerySet":
        """In alphabetical order of the organisation, as people read it."""
        return self.annotate(folded_name=Folded("organisation__name")).order_by("folded_name", "pk")

    def matching(self, words: str) -> "RecognitionQuerySet":
        """Whose organisation's name, SIREN, SIRET or RNA, or whose number, holds `words`."""
        compact = compacted(words)
        condition = Q(folded_name__contains=fold(words.strip())) | Q(number__contains=compact)
        condition |= identified_by(words, "organisation__")
        return self.annotate(folded_name=Folded("organisation__name")).filter(condition)

    def after(self, name: str, pk: int) -> "RecognitionQuerySet":
        """In the order of `by_name`, those that follow the row (folded name, pk)."""
        return self.by_name().filter(Q(folded_name__gt=name) | Q(folded_name=name, pk__gt=pk))

    def due_to_start(self, today: date) -> "RecognitionQuerySet":
        return self.filter(state=RecognitionState.SCHEDULED, valid_from__lte=today)

    def due_to_expire(self, today: date) -> "RecognitionQuerySet":
        """Valid through the last day: expired the day after."""
        return self.filter(
            state__in=[RecognitionState.ACTIVE, RecognitionState.SUSPENDED],
            valid_until__lt=today,
        )
