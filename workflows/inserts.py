"""One INSERT whose text is compiled once per table.

The engine inserts the same shapes of rows on every transition: compiling them again each time is
a fifth of its cost (benchmarks, `transition`). Values still go through the fields' own
`get_db_prep_save`, so every type is stored exactly as the ORM would.
"""

from functools import cache
from typing import Any

from django.db import connection, models


@cache
def _statement(model: type[models.Model]) -> tuple[str, list[Any]]:
    quote = connection.ops.quote_name
    pk: Any = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if field is not pk]
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    # Table and column names come from the models; values are parameters.
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {quote(pk.column)}"  # noqa: S608
    return sql, fields


def insert(instance: models.Model) -> Any:
    """Insert `instance`, whose primary key the database gives, and return that key.

    No signal is sent and nothing is validated: for the engine's own append-only rows.
    """
    sql, fields = _statement(type(instance))
    values = [
        field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
