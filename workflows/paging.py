"""Pages of a list, without ever counting it: one row more than shown says whether more follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

Row = TypeVar("Row")
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; `number` from 1, `previous` and `next` the numbers beside, 0 if none."""

    rows: Sequence[Row]
    number: int
    previous: int
    next: int


def page_of(queryset: "QuerySet[Any]", request: HttpRequest, *, size: int = 25) -> "Page[Any]":
    """The page of `queryset` that `?page=` asks for; Http404 when that is no page number."""
    asked = request.GET.get("page", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= LAST_PAGE:
        raise Http404
    number = int(asked)
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    return Page(rows[:size], number, number - 1, number + 1 if len(rows) > size else 0)
