"""The proof: one append-only row per change, each sealed by the digest of the one before.

django-simple-history shapes the tables; the engine writes the rows, because a row must know its
transition, its actor and its predecessor, and the last digest must sit on the object itself
(`history_head`), where deleting the newest row shows.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalRecords

from workflows.actors import Actor

GENESIS = "0" * 64
HistoryRow = dict[str, Any]  # by the names of its columns


def _plain(value: Any) -> Any:
    """The text that stands for a value that JSON has no word for."""
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    raise TypeError(f"{type(value).__name__} is not sealed")


@lru_cache(maxsize=16)  # rows written together have their moments in common
def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


class UnrecordedWrite(RuntimeError):
    """An audited object was saved or deleted outside the engine, so without proof."""


class ChainedHistory(models.Model):
    """What each history row adds to the copied fields.

    `transition` is the action's name, `source` the state before it, `actor` the pseudonymous
    reference, `reason` the words given, `digest` the SHA-256 over this row and
    `previous_digest` (64 zeros for the first row of an object).
    """

    APPEND_ONLY = True
    ERASABLE: ClassVar[tuple[str, ...]] = ("reason",)
    # Nobody is named by their pseudonym once they have another.
    KEPT: ClassVar[tuple[str, ...]] = (
        "transition",
        "source",
        "actor",
        "previous_digest",
        "digest",
    )

    transition = models.CharField(max_length=60)
    source = models.CharField(max_length=50, blank=True)
    actor = models.CharField(max_length=80, db_index=True)
    reason = models.TextField(blank=True)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def canonical(self) -> str:
        """The exact text that the digest of this row seals."""
        _, columns = _sealed(type(self))
        return canonical(type(self), {name: getattr(self, name) for name in columns.values()})

    def seal(self) -> str:
        """Recompute the digest of this row."""
        return _digest(self.canonical())


def canonical(history: Any, row: HistoryRow) -> str:
    """What a digest seals of a `row` of `history`: JSON, sorted keys, no column that is null.

    Leaving nulls out lets a later version add a nullable column without breaking old seals.
    """
    label, columns = _sealed(history)
    told = {"model": label}
    for name, column in columns.items():
        if (value := row[column]) is not None:
            told[name] = value
    return _json.encode(told)


@cache
def _sealed(history: Any) -> tuple[str, dict[str, str]]:
    """The model whose `history` it is, and the columns of a row by the names it seals them under.

    In the order of the names: to sort them again costs nothing.
    """
    fields = [*history.tracked_fields, *ChainedHistory._meta.fields]
    columns = {field.attname: field.attname for field in fields if field.attname != "digest"}
    columns |= {"at": "history_date", "type": "history_type"}
    return history.instance_type._meta.label_lower, dict(sorted(columns.items()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class ChainedRecords(HistoricalRecords):
    """simple-history's records, written by the engine only."""

    def __init__(self, **kwargs: Any) -> None:
        excluded = ["history_head", *kwargs.pop("excluded_fields", [])]
        super().__init__(bases=(ChainedHistory,), excluded_fields=excluded, **kwargs)

    def fields_included(self, model: type[models.Model]) -> list[Any]:
        """All but what the database derives from other columns: those are the proof."""
        # It also gives us instances, when one is deleted.
        derived = declared_columns(model._meta.model, "DERIVED")
        included = super().fields_included(model)
        return [field for field in included if not (field.generated or field.name in derived)]

    def get_extra_fields(self, model: type[models.Model], fields: Any) -> dict[str, Any]:
        """simple-history's, without the reason of its own: `reason` is ours, and sealed."""
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        del extra["history_change_reason"]
        return extra

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {}

    def post_save(
        self, instance: models.Model, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        if not kwargs.get("raw") and not getattr(instance, "_recorded", False):
            raise UnrecordedWrite(f"{instance._meta.label} is saved outside the engine")

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        raise UnrecordedWrite(f"{instance._meta.label} is never deleted: close it instead")


class Audited(models.Model):
    """A model whose every change leaves a sealed row. `history_head` is the last digest.

    `ACTIONS` says in French what an action of its own, without a law, is called once done;
    `ANNOUNCED` names those that the world is told of.
    `ERASABLE` and `KEPT` share the text columns that a class declares (see `text_columns`): the
    words that may name people, or that people wrote, and those that the proof stands on.
    `DERIVED` are the columns that the database fills from others: no row repeats them.
    """

    ACTIONS: ClassVar[dict[str, str]] = {}
    ANNOUNCED: ClassVar[Sequence[str]] = ()
    ERASABLE: ClassVar[tuple[str, ...]] = ()
    KEPT: ClassVar[tuple[str, ...]] = ("history_head",)
    DERIVED: ClassVar[tuple[str, ...]] = ()

    history_head = models.CharField(max_length=64, default=GENESIS, editable=False)
    history = ChainedRecords(inherit=True)

    class Meta:
        abstract = True


def text_columns(model: type[models.Model]) -> set[str]:
    """The columns of `model` that hold words: those of a list of choices hold none."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }


def declared_columns(model: type[models.Model], name: str) -> set[str]:
    """What `model` and all that it is made of declare under `name`, ERASABLE or KEPT."""
    return {column for base in model.__mro__ for column in vars(base).get(name, ())}


@cache
def history_model(model: type[models.Model]) -> Any:
    """The history table of an audited model: simple-history builds a manager class to tell."""
    return model.history.model  # type: ignore[attr-defined]


def next_row(
    instance: Audited,
    *,
    action: str,
    source: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    created: bool = False,
) -> HistoryRow:
    """The next history row of `instance`, sealed, whose digest becomes its `history_head`.

    The caller holds the row lock, inserts what is given and saves `history_head` with the change.
    """
    history, tracked, read = _copied(type(instance))
    row: HistoryRow = dict(zip(tracked, read(instance), strict=True))
    row |= {
        "history_date": at,
        "history_type": "+" if created else "~",
        "transition": action,
        "source": source,
        "actor": actor.reference,
        "reason": reason,
        "previous_digest": instance.history_head,
    }
    instance.history_head = row["digest"] = _digest(canonical(history, row))
    return row


@cache
def _copied(
    model: type[models.Model],
) -> tuple[Any, list[str], Callable[[Any], tuple[Any, ...]]]:
    """The history of `model`, the columns that it repeats, and what reads them."""
    history = history_model(model)
    tracked = [field.attname for field in history.tracked_fields]
    return history, tracked, attrgetter(*tracked)


def audited_models() -> list[type[Audited]]:
    """Every concrete audited model, in a stable order."""
    found = [model for model in apps.get_models() if issubclass(model, Audited)]
    return sorted(found, key=lambda model: model._meta.label)
