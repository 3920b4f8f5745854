"""What a search by words finds, among organisations and what is theirs.

Each word typed must begin a word of the name, as `fold` cuts both into words, in the singular or in
the plural. Few organisations are found in the index of their words; when many have them, any list
soon meets some along its own order, and is read instead: the cost is bounded either way.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery

from directory.organisations.indexing import (
    PLACES,
    AnyQuerySet,
    in_index,
    more_have_words,
    patterns,
    reading_words,
    with_words,
)
from directory.organisations.models import Organisation
from directory.organisations.plurals import sought
from directory.organisations.querysets import identified_by
from workflows.compiled_sql import Given

FEW = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """Words looked for; `many` when more than FEW organisations have them."""

    words: Any  # Sought words, or what a question is given
    many: bool

    @classmethod
    def look_up(cls, text: str) -> "Named":
        """The words of `text`: one query, or none for a text without a word."""
        words = sought(text)
        if not words:
            return cls([], many=False)
        return cls(words, many=more_have_words(Organisation, "folded_name", words, than=FEW))

    @property
    def shape(self) -> tuple[bool, tuple[int, ...]]:
        """What the SQL that narrows depends on: see `shaped`."""
        return self.many, tuple(len(forms) for forms in self.words) if self.many else ()

    @property
    def given(self) -> dict[str, str]:
        """What the SQL of its shape is given."""
        if not self.many:
            return {"words": in_index(self.words)}
        return {
            f"word{rank}_{number}_{place}": pattern
            for rank, forms in enumerate(self.words)
            for number, form in enumerate(forms)
            for place, pattern in zip(PLACES, patterns(form), strict=True)
        }

    @classmethod
    def shaped(cls, many: bool, numbers: tuple[int, ...]) -> "Named":
        """Words that a question is given: when `many`, as many forms of each as `numbers` says."""
        if not many:
            return cls(Given("words", CharField()), many)
        words = [
            tuple(Given(f"word{rank}_{number}") for number in range(forms))
            for rank, forms in enumerate(numbers)
        ]
        return cls(words, many)

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
            return reading_words(found, name, self.words)
        # Looked up for each row that the list meets: PostgreSQL, which cannot tell how many have
        # the words, would otherwise start from them all, and sort.
        everyone = Organisation.objects.filter(pk=OuterRef(key)).order_by()
        named = reading_words(everyone, "folded_name", self.words)
        return found.filter(**{f"{key}_id": Subquery(named.values("pk"))})


def organisations_matching(text: str) -> "QuerySet[Organisation]":
    """Those whose SIREN, SIRET or RNA `text` is, or whose name has its words, by name."""
    found = Organisation.objects.order_by("folded_name", "pk")
    identified = identified_by(text)
    if identified is not None:
        return found.filter(identified)
    return Named.look_up(text).narrow(found, key="pk")
