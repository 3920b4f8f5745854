"""The history of an object as people read it: who did what, when, what it said before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models

from workflows.actors import ERASED_NAME
from workflows.compiled_sql import Given, Question
from workflows.history import Audited
from workflows.lifecycles import Lifecycle, Machine, machine_of
from workflows.pages.history_rows import History, Place, rows_after
from workflows.presentation.french import format_datetime

# Nor are the fields that hold JSON shown, nor commitments: they are data, not words.
COMMITMENTS = "_seal"
HIDDEN_FIELDS = {"id", "case_ptr", "kind", "opened_at", "closed_at", "state", "title"}
NAMES = {
    "create": "Création",
    "amend": "Modification",
    "open": "Ouverture",
    "grant": "Attribution",
}
SYSTEM_NAME = "Le système"
BODY_NAME = "Le comité"
_called: dict[str, str] = {}


def called(reference: str, name: str) -> None:
    """Say what to call an actor who is no person of ours: somebody known by a receipt alone."""
    _called[reference] = name


class Change(NamedTuple):
    """One field before and after, ready to show."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history. `about` names the record when it is not the case itself.

    `silent`: the law tells nobody of such an action, by which records change.
    """

    title: str
    when: datetime
    by: str
    reason: str
    tone: str
    about: str
    changes: Sequence[Change]
    silent: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether it only carries the change of a record, which has a line of its own."""
        return self.silent and not (self.changes or self.reason)


def timeline(
    *histories: "models.QuerySet[Any]",
    limit: int | None = None,
    machine: Machine | None = None,
    of: type[Audited] | None = None,
) -> list[Entry]:
    """Merge history querysets into entries, newest first.

    Each queryset is one query, plus one for the names; rows of one object follow each other, so
    every entry knows the row before it. `machine` is the law whose actions wrote the records that
    have none of their own, and so has the words for them. `of` is the model whose page it is: its
    lines do not say its name again; left out, those of the objects that have a law.
    """
    rows = [row for history in histories for row in _with_previous(history)]
    rows.sort(key=lambda pair: (pair[0].history_date, pair[0].history_id), reverse=True)
    if limit is not None:
        rows = rows[:limit]
    return _entries(rows, machine, of)


def timeline_page(
    *histories: History,
    after: Place | None,
    size: int,
    machine: Machine | None = None,
    of: type[Audited] | None = None,
) -> tuple[list[Entry], Place | None]:
    """As `timeline`, `size` rows at most from `after` on, and where the next page begins.

    At most two queries a table, however long the history. Entries that say nothing are left out.
    """
    rows, following = rows_after(histories, after, size)
    entries = [entry for entry in _entries(rows, machine, of) if not entry.says_nothing]
    if following and not entries:
        return timeline_page(*histories, after=following, size=size, machine=machine, of=of)
    return entries, following


def _entries(
    rows: Sequence[tuple[Any, Any]], machine: Machine | None, of: type[Audited] | None
) -> list[Entry]:
    """Entries of (row, the one before): one query for the names, one for who took a place."""
    names: dict[Any, str] = {**actor_names(row.actor for row, _ in rows), **_names_of_people(rows)}
    return [_entry(row, previous, names, machine, of) for row, previous in rows]


def latest(history: "models.QuerySet[Any]", records: int) -> "models.QuerySet[Any]":
    """Of `history`, all that happened to the records that changed last, `records` at most."""
    key = history.model.instance_type._meta.pk.attname
    newest = (
        history.order_by()
        .values(key)
        .annotate(last=models.Max("history_id"))
        .order_by("-last")
        .values(key)[:records]
    )
    return history.filter(**{f"{key}__in": newest})


def actor_names(references: Iterable[str]) -> dict[str, str]:
    """What to call each actor reference; one query. An erased person has no name any more."""
    wanted = set(references)
    pseudonyms = [ref.removeprefix("user:") for ref in wanted if ref.startswith("user:")]
    given = {f"person{rank}": pseudonym for rank, pseudonym in enumerate(pseudonyms)}
    users = _named.objects(len(given), **given) if given else []
    found = {f"user:{user.pseudonym}": user.get_full_name() for user in users}
    return {ref: found.get(ref) or _anonymous(ref) for ref in wanted}


@Question
def _named(number: int) -> "models.QuerySet[Any]":
    pseudonyms: list[Any] = [Given(f"person{rank}", models.UUIDField()) for rank in range(number)]
    return get_user_model()._default_manager.filter(pseudonym__in=pseudonyms)


def _anonymous(reference: str) -> str:
    kind = reference.partition(":")[0]
    anonymous = {"user": ERASED_NAME, "system": SYSTEM_NAME}.get(kind, BODY_NAME)
    return _called.get(reference, anonymous)


def _with_previous(history: "models.QuerySet[Any]") -> Iterable[tuple[Any, Any]]:
    pk_name = history.model.instance_type._meta.pk.attname
    rows = list(history.order_by(pk_name, "history_id"))
    for before, row in pairwise([None, *rows]):
        same = before is not None and getattr(before, pk_name) == getattr(row, pk_name)
        yield row, before if same else None


def _entry(
    row: Any,
    previous: Any,
    names: Mapping[Any, str],
    machine: Machine | None,
    of: type[Audited] | None,
) -> Entry:
    model: type[Audited] = row.instance_type
    own = machine_of(model) if issubclass(model, Lifecycle) else None
    is_plain = model is of if of else own is not None
    about = "" if is_plain else _as_it_was(row, model)
    title = title_of(row.transition, own or machine, model)
    return Entry(
        title=f"{title}\u00a0: {about}" if about else title,
        when=row.history_date,
        by=names[row.actor],
        reason=row.reason,
        tone=own.state(row.state).tone if own else "info",
        about=about,
        changes=_changes(row, previous, names),
        silent=_is_silent(own, row.transition),
    )


def _is_silent(machine: Machine | None, action: str) -> bool:
    found = machine.transitions.get(action) if machine else None
    return found is not None and found.law.silent


def title_of(action: str, machine: Machine | None, model: type[Audited]) -> str:
    """What the action is called once done: « Dossier déposé »."""
    if machine and action in machine.transitions:
        return machine.transitions[action].law.done
    return (NAMES | model.ACTIONS).get(action, action)


def _as_it_was(row: Any, model: type[Audited]) -> str:
    """The record's own words; built from the row, since simple-history would ask the database.

    What the queryset selected along with the row (`select_related`) is not asked again.
    """
    values = {field.attname: getattr(row, field.attname) for field in row.tracked_fields}
    known = {
        field.name: getattr(row, field.name)
        for field in row.tracked_fields
        if field.is_relation and field.name in row._state.fields_cache
    }
    return str(model(**(values | known)))


def _names_of_people(rows: Sequence[tuple[Any, Any]]) -> dict[int, str]:
    """By key, the people that took the place of others in these rows; no query for none."""
    keys = {
        getattr(version, field.attname)
        for row, previous in rows
        for field in _handed_on(row, previous)
        for version in (row, previous)
    } - {None}
    if not keys:
        return {}
    users = get_user_model()._default_manager.filter(pk__in=keys)
    return {user.pk: user.get_full_name() or ERASED_NAME for user in users}


def _handed_on(row: Any, previous: Any) -> list[Any]:
    """The fields by which an object passed from a person to another (or to a first one)."""
    if previous is None:
        return []
    return [
        field
        for field in _fields_of(row._meta.model).people
        if getattr(previous, field.attname) != getattr(row, field.attname)
    ]


class Fields(NamedTuple):
    """Of a history, the fields that a line tells: those that name a person, those that say."""

    people: list[Any]
    words: list[Any]


@cache
def _fields_of(history: "type[models.Model]") -> Fields:
    tracked: list[Any] = history.tracked_fields  # type: ignore[attr-defined]
    person = get_user_model()
    return Fields(
        people=[field for field in tracked if field.related_model is person],
        words=[
            field
            for field in tracked
            if field.name not in HIDDEN_FIELDS
            and not field.name.endswith(COMMITMENTS)
            and not field.is_relation
            and not isinstance(field, models.JSONField)
        ],
    )


def _changes(row: Any, previous: Any, names: Mapping[Any, str]) -> list[Change]:
    changes = [
        Change(
            _label(field),
            names.get(getattr(previous, field.attname), ""),
            names.get(getattr(row, field.attname), ""),
        )
        for field in _handed_on(row, previous)
    ]
    for field in _fields_of(row._meta.model).words:
        before = getattr(previous, field.attname) if previous else None
        after = getattr(row, field.attname)
        if before != after and not (before is None and after in ("", None)):
            changes.append(Change(_label(field), _shown(field, before), _shown(field, after)))
    return changes


def _label(field: Any) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return format_datetime(value) if isinstance(value, date) else str(value)
