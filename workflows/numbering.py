"""Numbers without gap and without race: `D-2026-0001`, `D-2026-0002`…"""

import re
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction

from workflows.models import Case, Counter

Numbers = Callable[[], Iterable[str]]
_numbered: list[Numbers] = []
_WRITTEN = re.compile(r"(?:([a-z]{1,5})[\W_]*)?(\d{4})[\W_]+(\d{1,9})", re.IGNORECASE | re.ASCII)


def numbered(numbers: Numbers) -> Numbers:
    """Register what gives every number that some objects bear."""
    _numbered.append(numbers)
    return numbers


def all_numbers() -> Iterator[str]:
    """Every number given, in no order."""
    for numbers in _numbered:
        yield from numbers()


@numbered
def case_numbers() -> Iterable[str]:
    """The references of cases; one that is not filed has none yet."""
    given = Case.objects.filter(reference__isnull=False)
    return given.values_list("reference", flat=True).iterator()  # type: ignore[return-value]


def next_number(prefix: str, year: int) -> str:
    """Give the next number of the series `prefix`-`year`.

    Must run in the transaction that uses the number: a rollback gives it back, and the row lock
    held until commit makes the next caller wait. TransactionManagementError outside of one.
    """
    return next_numbers(prefix, year, 1)[0]


def next_numbers(prefix: str, year: int, count: int) -> list[str]:
    """Give the next `count` numbers of the series, as `next_number` gives one."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken inside a transaction")
    series = f"{prefix}-{year}"
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{series}-{rank:04d}" for rank in range(first, counter.last + 1)]


def take_up(series: str, ranks: Iterable[int]) -> list[int]:
    """Let numbers of `series` (« OSE-2024 ») that were given elsewhere stand; the next ones follow.

    Gives the ranks between the last number given here and the highest of `ranks` that are not among
    them: nobody bears those. Locks the series, in the transaction that uses the numbers.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are taken up inside a transaction")
    taken = set(ranks)
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    skipped = sorted(set(range(counter.last + 1, max(taken) + 1)) - taken)
    if max(taken) > counter.last:
        counter.last = max(taken)
        counter.save(update_fields=["last"])
    return skipped


def number_in(text: str, *, series: str) -> str:
    """The number that `text` writes, « d 2026 21 » for D-2026-0021; empty when it writes none.

    Without its letters, it is one of `series`.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return ""
    letters, year, rank = found.groups()
    return f"{(letters or series).upper()}-{year}-{int(rank):04d}"
