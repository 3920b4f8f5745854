"""Columns of an organisation repeated in what it owns, for lists to have an index in their order.

The database keeps them, in the transaction that changes either: they cannot differ, whoever writes.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from workflows.triggers import TableOperation


class FollowOrganisation(TableOperation):
    """Keep `columns` of the table of `model_name` as those of its organisation of the same names.

    A row that is written reads its organisation again, and holds it until commit on PostgreSQL:
    who renames the organisation meanwhile waits, then finds the row. An organisation that changes
    has its rows written.
    """

    def __init__(self, model_name: str, columns: tuple[str, ...]) -> None:
        super().__init__(model_name)
        self.columns = columns

    def forwards(self, vendor: str, model: type[Model]) -> Iterator[str]:
        table, followed = _tables(model)
        yield from _drop_statements(vendor, table, followed)
        yield from _create_statements(vendor, table, followed, self.columns)

    def backwards(self, vendor: str, model: type[Model]) -> list[str]:
        return _drop_statements(vendor, *_tables(model))

    def describe(self) -> str:
        return f"Keep {', '.join(self.columns)} of {self.model_name} as those of its organisation"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name, self.columns], {}


def _tables(model: Any) -> tuple[str, str]:
    """Its own, and that of organisations."""
    followed = model._meta.get_field("organisation").related_model
    return model._meta.db_table, followed._meta.db_table


def _create_statements(
    vendor: str, table: str, followed: str, columns: tuple[str, ...]
) -> Iterator[str]:
    names = ", ".join(f'"{column}"' for column in columns)
    watched = f'organisation_id, {names} ON "{table}"'
    read = f'FROM "{followed}" WHERE id = NEW.organisation_id'
    touch = f'UPDATE "{table}" SET organisation_id = organisation_id'  # noqa: S608
    changed = " OR ".join(_differs(vendor, column) for column in columns)
    if vendor == "postgresql":
        into = ", ".join(f'NEW."{column}"' for column in columns)
        yield _function(f"{table}_follow", f"SELECT {names} INTO {into} {read} FOR SHARE;", "NEW")
        yield (
            f'CREATE TRIGGER "{table}_follow" BEFORE INSERT OR UPDATE OF {watched} '
            f'FOR EACH ROW EXECUTE FUNCTION "{table}_follow"()'
        )
        # In the order of keys: two who lock several rows of one organisation wait in turn.
        rows = (
            f'SELECT id FROM "{table}" WHERE organisation_id = NEW.id '  # noqa: S608
            "ORDER BY id FOR NO KEY UPDATE"
        )
        yield _function(f"{table}_lead", f"{touch} WHERE id IN ({rows});", "NULL")
        yield (
            f'CREATE TRIGGER "{table}_lead" AFTER UPDATE ON "{followed}" FOR EACH ROW '
            f'WHEN ({changed}) EXECUTE FUNCTION "{table}_lead"()'
        )
        return
    copied = f'UPDATE "{table}" SET ({names}) = (SELECT {names} {read})'  # noqa: S608
    yield (
        f'CREATE TRIGGER "{table}_follow_insert" AFTER INSERT ON "{table}" '
        f"BEGIN {touch} WHERE id = NEW.id; END"
    )
    yield (
        f'CREATE TRIGGER "{table}_follow_update" AFTER UPDATE OF {watched} '
        f"BEGIN {copied} WHERE id = NEW.id; END"
    )
    yield (
        f'CREATE TRIGGER "{table}_lead" AFTER UPDATE ON "{followed}" WHEN {changed} '
        f"BEGIN {touch} WHERE organisation_id = NEW.id; END"
    )


def _differs(vendor: str, column: str) -> str:
    operator = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return f'OLD."{column}" {operator} NEW."{column}"'


def _function(name: str, body: str, result: str) -> str:
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN {result}; END $$"
    )


def _drop_statements(vendor: str, table: str, followed: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'DROP TRIGGER IF EXISTS "{table}_follow" ON "{table}"',
            f'DROP TRIGGER IF EXISTS "{table}_lead" ON "{followed}"',
            f'DROP FUNCTION IF EXISTS "{table}_follow"()',
            f'DROP FUNCTION IF EXISTS "{table}_lead"()',
        ]
    names = ("follow_insert", "follow_update", "lead")
    return [f'DROP TRIGGER IF EXISTS "{table}_{name}"' for name in names]
