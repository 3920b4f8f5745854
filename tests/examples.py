"""How many examples hypothesis tries: most of them where they cost least."""

from django.db import connection

CHEAP = connection.vendor == "sqlite"


def examples(number: int) -> int:
    """`number` on SQLite; a third on PostgreSQL, where each statement is a journey.

    What Python decides is the same on both: what the database decides shows in any of them.
    """
    return number if CHEAP else max(number // 3, 5)
