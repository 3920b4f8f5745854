"""Pages of a list, without ever counting it: one row more than shown says whether more follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

Row = TypeVar("Row")
LAST_PAGE = 10_000
MOST_KEY = 2**63 - 1  # the largest primary key that our databases hold


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; `number` from 1, `previous` and `next` the numbers beside, 0 if none."""

    rows: Sequence[Row]
    number: int
    previous: int
    next: int


def whole_number(text: str, *, most: int) -> int | None:
    """The number that `text` writes in plain digits, from 0 to `most`; None for anything else."""
    if not text.isdecimal() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None


def page_of(
    found: "QuerySet[Any] | Sequence[Any]", request: HttpRequest, *, size: int = 25
) -> "Page[Any]":
    """The page of `found` that `?page=` asks for; Http404 when that is no page number."""
    number = whole_number(request.GET.get("page", "1"), most=LAST_PAGE)
    if not number:
        raise Http404
    start = (number - 1) * size
    rows = list(found[start : start + size + 1])
    return Page(rows[:size], number, number - 1, number + 1 if len(rows) > size else 0)
