"""Questions to the directory's tables. Imported by the models, so it imports none of them."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from directory.enums import (
    CharterVersionState,
    MembershipRole,
    MembershipState,
    RecognitionKind,
    RecognitionState,
)


class OrganisationQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> "OrganisationQuerySet":
        """Those `user` is an active member of."""
        return self.filter(memberships__user=user, memberships__state=MembershipState.ACTIVE)

    def known_as(self, *, siren: str | None, rna: str | None) -> "OrganisationQuerySet":
        """Those that bear this SIREN or this RNA."""
        condition = Q(pk__in=[])
        if siren:
            condition |= Q(siren=siren)
        if rna:
            condition |= Q(rna=rna)
        return self.filter(condition)


class MembershipQuerySet(models.QuerySet[Any]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ACTIVE)

    def representatives(self) -> "MembershipQuerySet":
        return self.active().filter(role=MembershipRole.REPRESENTATIVE)


class CharterVersionQuerySet(models.QuerySet[Any]):
    def in_force(self, kind: str) -> Any:
        """The version of the charter `kind` in force today, or None."""
        return self.filter(charter__kind=kind, state=CharterVersionState.IN_FORCE).first()


class RecognitionQuerySet(models.QuerySet[Any]):
    def public(self) -> "RecognitionQuerySet":
        """What the public register shows: granted labels, whatever became of them.

        A renewed one is left out, since the next stands in its place.
        """
        return self.filter(kind=RecognitionKind.LABEL).exclude(state=RecognitionState.RENEWED)

    def due_to_start(self, today: date) -> "RecognitionQuerySet":
        return self.filter(state=RecognitionState.SCHEDULED, valid_from__lte=today)

    def due_to_expire(self, today: date) -> "RecognitionQuerySet":
        """Valid through the last day: expired the day after."""
        return self.filter(
            state__in=[RecognitionState.ACTIVE, RecognitionState.SUSPENDED],
            valid_until__lt=today,
        )
