"""What a search by words finds, among organisations and what is theirs.

Each word typed must begin a word of the name, as `fold` cuts both into words, in the singular or in
the plural. Few organisations are found in the index of their words, a handful once for all that a
page asks; when many have them, any list soon meets some along its own order, and is read instead:
the cost is bounded either way.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet

from directory.organisations.indexing import (
    PLACES,
    AnyQuerySet,
    in_index,
    look_up_words,
    met_by,
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
    """Words looked for; `many` organisations have them, or few: see `look_up_words`.

    `keys` are those of the organisations, when they are a handful.
    """

    words: Any  # Sought words, or what a question is given
    many: bool
    keys: tuple[Any, ...] | None = None

    @classmethod
    def look_up(cls, text: str) -> "Named":
        """The words of `text`: one query, or none for a text without a word."""
        words = sought(text)
        if not words:
            return cls([], many=False)
        return cls(words, *look_up_words(Organisation, "folded_name", words, few=FEW))

    @property
    def gathered(self) -> bool:
        """Whether what it narrows comes from an index of words, in no order."""
        return not self.many and self.keys is None

    @property
    def shape(self) -> tuple[bool, tuple[int, ...], int | None]:
        """What the SQL that narrows depends on: see `shaped`."""
        forms = tuple(len(forms) for forms in self.words) if self.many else ()
        return self.many, forms, None if self.keys is None else len(self.keys)

    @property
    def given(self) -> dict[str, Any]:
        """What the SQL of its shape is given."""
        if self.keys is not None:
            return {f"named{rank}": key for rank, key in enumerate(self.keys)}
        if not self.many:
            return {"words": in_index(self.words)}
        return {
            f"word{rank}_{number}_{place}": pattern
            for rank, forms in enumerate(self.words)
            for number, form in enumerate(forms)
            for place, pattern in zip(PLACES, patterns(form), strict=True)
        }

    @classmethod
    def shaped(cls, many: bool, numbers: tuple[int, ...], held: int | None) -> "Named":
        """Words that a question is given: when `many`, as many forms of each as `numbers` says.

        Or the keys of the organisations, when `held` says how many.
        """
        words: Any = Given("words", CharField())
        if held is not None:
            return cls(words, many, tuple(Given(f"named{rank}") for rank in range(held)))
        if not many:
            return cls(words, many)
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
        if self.keys is not None:
            return found.filter(**{f"{key}__in" if key == "pk" else f"{key}__pk__in": self.keys})
        if not self.many:
            some = with_words(Organisation.objects.order_by(), "folded_name", self.words)
            return found.filter(**{f"{key}__in": some.values("pk")})
        if name == "folded_name":
            return reading_words(found, name, self.words)
        everyone = Organisation.objects.filter(pk=OuterRef(key))
        return met_by(found, reading_words(everyone, "folded_name", self.words))


def organisations_matching(text: str) -> "QuerySet[Organisation]":
    """Those whose SIREN, SIRET or RNA `text` is, or whose name has its words, by name."""
    found = Organisation.objects.order_by("folded_name", "pk")
    identified = identified_by(text)
    if identified is not None:
        return found.filter(identified)
    return Named.look_up(text).narrow(found, key="pk")
