"""Questions to the directory's tables. Imported by the models, so it imports none of them."""

import re
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from directory.enums import (
    CharterVersionState,
    ClaimState,
    MembershipRole,
    MembershipState,
    RecognitionKind,
    RecognitionState,
)
from directory.folding import Folded, fold

LIVE_MEMBERSHIPS = (MembershipState.REQUESTED, MembershipState.ACTIVE)
TO_VERIFY = Q(
    state=MembershipState.ACTIVE, role=MembershipRole.REPRESENTATIVE, verified_at__isnull=True
)
SIREN_LENGTH = 9


def compacted(words: str) -> str:
    """A number as it is kept, however it was typed: « 732 829 320 » gives « 732829320 »."""
    return re.sub(r"[\s.\u00a0\u202f]", "", words).upper()


def identified_by(words: str, prefix: str = "") -> Q:
    """Organisations whose SIREN, SIRET or RNA is `words`; `prefix` leads to them (`thing__`)."""
    compact = compacted(words)
    condition = Q(pk__in=[])
    if compact.isdigit() and len(compact) >= SIREN_LENGTH:
        condition |= Q(**{f"{prefix}siren": compact[:SIREN_LENGTH]})
    if compact.startswith("W"):
        condition |= Q(**{f"{prefix}rna": compact})
    return condition


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

    def matching(self, words: str) -> "OrganisationQuerySet":
        """Whose name holds `words`, or whose SIREN, SIRET or RNA it is; in alphabetical order."""
        named = self.annotate(folded_name=Folded("name")).order_by("folded_name", "pk")
        return named.filter(Q(folded_name__contains=fold(words.strip())) | identified_by(words))


class MembershipQuerySet(models.QuerySet[Any]):
    def live(self) -> "MembershipQuerySet":
        """Asked for or active: at most one per person and organisation."""
        return self.filter(state__in=LIVE_MEMBERSHIPS)

    def active(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.REQUESTED)

    def representatives(self) -> "MembershipQuerySet":
        """Those who may sign for an organisation; a closed account signs nothing any more."""
        return self.active().filter(role=MembershipRole.REPRESENTATIVE, user__is_active=True)

    def verified(self) -> "MembershipQuerySet":
        """The representatives whom the CRESS, or one of them, confirmed: they sign and file."""
        return self.representatives().filter(verified_at__isnull=False)

    def to_verify(self) -> "MembershipQuerySet":
        """The representatives whom nobody confirmed yet."""
        return self.filter(TO_VERIFY, user__is_active=True)

    def to_verify_by(self, user: Any) -> "MembershipQuerySet":
        """Those that `user`, of the CRESS, may verify: never in an organisation of their own."""
        return self.to_verify().exclude(
            organisation__in=user.memberships.active().values("organisation")
        )

    def to_answer_by(self, user: Any) -> "MembershipQuerySet":
        """The requests to join that `user`, as a legal representative, has to answer."""
        represented = self.model._default_manager.representatives().filter(user=user)
        return self.requested().filter(organisation__in=represented.values("organisation"))


class ClaimQuerySet(models.QuerySet[Any]):
    def pending(self) -> "ClaimQuerySet":
        """Those that nobody answered yet."""
        return self.filter(state=ClaimState.OPEN)

    def pending_for(self, user: Any) -> "ClaimQuerySet":
        """Those that `user`, of the CRESS, may read: none of their own, nor of where they act."""
        theirs = user.memberships.active().values("organisation")
        return self.pending().exclude(user=user).exclude(organisation__in=theirs)


class InvitationQuerySet(models.QuerySet[Any]):
    def unanswered(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn, whether or not they still hold."""
        return self.filter(accepted_by__isnull=True, withdrawn_at__isnull=True)

    def pending(self, at: datetime) -> "InvitationQuerySet":
        """Not accepted yet, and still valid at `at`."""
        return self.unanswered().filter(expires_at__gte=at)


class CharterVersionQuerySet(models.QuerySet[Any]):
    def in_force(self, kind: str) -> Any:
        """The version of the charter `kind` in force today, or None."""
        return self.filter(charter__kind=kind, state=CharterVersionState.IN_FORCE).first()

    def published(self, kind: str) -> "CharterVersionQuerySet":
        """What anybody may read: the version in force and those it replaced."""
        states = [CharterVersionState.IN_FORCE, CharterVersionState.SUPERSEDED]
        return self.filter(charter__kind=kind, state__in=states)


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
