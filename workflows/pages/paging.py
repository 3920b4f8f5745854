"""Pages of a list, without ever counting it: one row more than shown says whether more follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

Row = TypeVar("Row")
LAST_PAGE = 10_000
AFTER = "apres"
MOST_KEY = 2**63 - 1  # the largest primary key that our databases hold


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the pages beside this one are (`workflows/pager.html`): addresses, empty for none."""

    first: str = ""
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and its pages beside; `number` from 1."""

    rows: Sequence[Row]
    number: int
    pager: Pager


def whole_number(text: str, *, most: int) -> int | None:
    """The number that `text` writes in plain digits, from 0 to `most`; None for anything else."""
    if not text.isdecimal() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None


def address(request: HttpRequest, **parameters: Any) -> str:
    """The address asked for, with these parameters instead, and without those that are None."""
    query = request.GET.copy()
    for name, value in parameters.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def page_of(
    found: "QuerySet[Any] | Sequence[Any]", request: HttpRequest, *, size: int = 25
) -> "Page[Any]":
    """The page of `found` that `?page=` asks for; Http404 when that is no page number."""
    return page_read(lambda start, most: list(found[start : start + most]), request, size=size)


def page_read(
    read: Callable[[int, int], Sequence[Row]], request: HttpRequest, *, size: int = 25
) -> "Page[Row]":
    """As `page_of`, of what `read(start, most)` gives: `most` rows at most from `start` on."""
    number = whole_number(request.GET.get("page", "1"), most=LAST_PAGE)
    if not number:
        raise Http404
    rows = read((number - 1) * size, size + 1)
    before = number - 1 if number > 2 else None  # the first page needs no number
    pager = Pager(
        previous=address(request, page=before) if number > 1 else "",
        next=address(request, page=number + 1) if len(rows) > size else "",
    )
    return Page(rows[:size], number, pager)


def keyed_pager(request: HttpRequest, following: str) -> Pager:
    """The pager of a list that is read along an index, where a page deep down costs the first.

    `following` is the key after which the next page begins (`?apres=`), empty on the last.
    """
    return Pager(
        first=address(request, **{AFTER: None}) if AFTER in request.GET else "",
        next=address(request, **{AFTER: following}) if following else "",
    )
