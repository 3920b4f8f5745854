"""Questions to the table of organisations."""

import re
from typing import Any

from django.db import models
from django.db.models import Q

SIREN, SIRET = re.compile("[0-9]{9}"), re.compile("[0-9]{14}")
RNA = re.compile("W[0-9][0-9A-Z][0-9]{7}")


def compacted(words: str) -> str:
    """A number as it is kept, however it was typed: « 732 829 320 » gives « 732829320 »."""
    return re.sub(r"[\s.\u00a0\u202f]", "", words).upper()


def identified_by(words: str, prefix: str = "") -> Q | None:
    """The organisation whose SIREN, SIRET or RNA is `words`; None when they read as none.

    `prefix` leads to organisations (`thing__`).
    """
    compact = compacted(words)
    if SIREN.fullmatch(compact) or SIRET.fullmatch(compact):
        return Q(**{f"{prefix}siren": compact[:9]})
    if RNA.fullmatch(compact):
        return Q(**{f"{prefix}rna": compact})
    return None


class OrganisationQuerySet(models.QuerySet[Any]):
    def known_as(self, *, siren: str | None, rna: str | None) -> "OrganisationQuerySet":
        """Those that bear this SIREN or this RNA."""
        condition = Q(pk__in=[])
        if siren:
            condition |= Q(siren=siren)
        if rna:
            condition |= Q(rna=rna)
        return self.filter(condition)
