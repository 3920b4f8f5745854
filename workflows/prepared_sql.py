"""Statements that PostgreSQL plans once a connection: those of questions, asked all day long.

A plan made for any value knows none: it must still know what never changes, that the condition of a
partial index may say. So what a question always says is written in it, and only what is given is a
parameter. How often a statement is asked before it is prepared is the `prepare_threshold` of the
connection (psycopg); without one, it is planned each time, for what it is given.
"""

import re
from collections.abc import Sequence
from typing import Any

from psycopg import Connection, RawCursor
from psycopg.sql import Literal

PLACES = re.compile(r"%%|%s")


def numbered(
    sql: str, params: Sequence[Any], given: type, connection: "Connection[Any]"
) -> tuple[str, list[Any]]:
    """`sql` in PostgreSQL's own writing, and those of `params` that are `given`, in their order.

    The others are written in it, as psycopg would have.
    """
    rest = iter(params)
    told: list[Any] = []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        value = next(rest)
        if isinstance(value, given):
            told.append(value)
            return f"${len(told)}"
        return Literal(value).as_string(connection)

    return PLACES.sub(place, sql), told


def preparing_cursor(database: Any) -> Any:
    """A cursor of Django's, over one of psycopg's that leaves values to the server."""
    database.ensure_connection()
    return database._prepare_cursor(RawCursor(database.connection))
