"""Numbers without gap and without race: `OSE-2026-0001`, `OSE-2026-0002`…"""

from django.db import connection, transaction

from workflows.models import Counter


def next_number(prefix: str, year: int) -> str:
    """Give the next number of the series `prefix`-`year`.

    Must run in the transaction that uses the number: a rollback gives it back, and the row lock
    held until commit makes the next caller wait. TransactionManagementError outside of one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is taken inside a transaction")
    series = f"{prefix}-{year}"
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:04d}"
