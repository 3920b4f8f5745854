"""What a search by words finds, among organisations and what is theirs.

Each word typed must begin a word of the name, as `fold` cuts both into words. Few organisations
are found in the index of their words; when many have them, any list soon meets some along its own
order, and is read instead: the cost is bounded either way.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from directory.organisations.folding import FoldedField, fold
from directory.organisations.indexing import more_have_words, with_words
from directory.organisations.models import Organisation
from directory.organisations.querysets import identified_by

AnyQuerySet = TypeVar("AnyQuerySet", bound="QuerySet[Any]")
FEW = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """Words looked for; `many` when more than FEW organisations have them."""

    words: list[str]
    many: bool

    @classmethod
    def look_up(cls, text: str) -> "Named":
        """The words of `text`: one query, or none for a text without a word."""
        words = fold(text).split()
        if not words:
            return cls([], many=False)
        everyone = Organisation.objects.all()
        return cls(words, many=more_have_words(everyone, "folded_name", words, than=FEW))

    def narrow(
        self, found: AnyQuerySet, *, key: str = "organisation", name: str = "folded_name"
    ) -> AnyQuerySet:
        """Those of `found` whose organisation is so named; none for a text without a word.

        `key` leads to the organisation, `name` to its folded name.
        """
        if not self.words:
            return found.none()
        if not self.many:
            some = with_words(Organisation.objects.order_by(), "folded_name", self.words)
            return found.filter(**{f"{key}__in": some.values("pk")})
        if name == "folded_name":
            return self._have_words(found)
        # Looked up for each row that the list meets: PostgreSQL, which cannot tell how many have
        # the words, would otherwise start from them all, and sort.
        named = self._have_words(Organisation.objects.filter(pk=OuterRef(key)).order_by())
        return found.filter(**{f"{key}_id": Subquery(named.values("pk"))})

    def _have_words(self, found: AnyQuerySet) -> AnyQuerySet:
        spaced = Concat(Value(" "), F("folded_name"), output_field=FoldedField())
        found = found.alias(spaced_name=spaced)
        for word in self.words:
            found = found.filter(spaced_name__contains=f" {word}")
        return found


def organisations_matching(text: str) -> "QuerySet[Organisation]":
    """Those whose SIREN, SIRET or RNA `text` is, or whose name has its words, by name."""
    found = Organisation.objects.order_by("folded_name", "pk")
    identified = identified_by(text)
    if identified is not None:
        return found.filter(identified)
    return Named.look_up(text).narrow(found, key="pk")
