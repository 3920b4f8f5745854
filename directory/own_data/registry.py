"""What each app says that it keeps of a person, so that they take it away: all of it, or why not.

A test finds the column that names a person and that nobody declared
(tests/directory/own_data/test_registry.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of `model` that are of a person, by `of`, the path from a row to whoever it is of.

    `fields` gives, by the name that the file shows, the path that each value is read at. `key`
    names it in the file, for ever; `title` says it in French. `kind` is the path to the label of
    what a row is about, or to the key of an event about it; empty where no row is about another.
    """

    key: str
    title: str
    model: type[models.Model]
    of: str
    kind: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Apart:
    """A column that names a person and is not given, and `why`, in French; empty: `elsewhere`."""

    model: type[models.Model]
    column: str
    why: str


_sections: dict[str, Section] = {}
_apart: list[Apart] = []
_untold: set[type[models.Model]] = set()


def own(
    key: str,
    title: str,
    model: type[models.Model],
    /,
    *,
    of: str = "user",
    kind: str = "",
    **fields: str,
) -> None:
    """Give, under `key`, the rows of `model` that are of a person, as `Section` says."""
    if key in _sections:
        raise ImproperlyConfigured(f"own data {key} is declared twice")
    _sections[key] = Section(key, title, model, of, kind, fields)


def apart(model: type[models.Model], *columns: str, why: str) -> None:
    """Say of `columns` of `model`, which name a person, why they are not given."""
    _apart.extend(Apart(model, column, why) for column in columns)


def elsewhere(model: type[models.Model], *columns: str) -> None:
    """Say that `columns` of `model` need no word: given in another part, or naming no person."""
    _apart.extend(Apart(model, column, "") for column in columns)


def untold(model: type[Any]) -> None:
    """Leave `model` out of what people did, have in charge and were told: nobody takes it away."""
    _untold.add(model)


def sections() -> list[Section]:
    """Every section, in the order in which the apps declared them."""
    return list(_sections.values())


def kept_apart() -> list[Apart]:
    return list(_apart)


def is_untold(model: type[models.Model]) -> bool:
    return model in _untold


def about_the_untold(path: str) -> models.Q:
    """The rows about an untold one, whose `path` leads to a label, or to the key of an event."""
    found = models.Q(pk__in=[])
    for model in _untold:
        found |= models.Q(**{path: model._meta.label_lower})
        found |= models.Q(**{f"{path}__startswith": f"{model._meta.model_name}."})
    return found
