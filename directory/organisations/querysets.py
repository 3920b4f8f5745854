"""Questions to the table of organisations."""

import re
from typing import Any

from django.db import models
from django.db.models import Q

from directory.organisations.folding import Folded, fold

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
