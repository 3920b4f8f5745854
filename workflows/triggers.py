"""A migration operation that makes a table append-only, by trigger, on SQLite and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model, UniqueConstraint

MESSAGE = "this table is append-only"
FUNCTION_BODY = f" BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END "

Key = Sequence[str]


def create_statements(vendor: str, table: str, keys: Iterable[Key] = ()) -> list[str]:
    """The SQL that forbids UPDATE, DELETE and TRUNCATE on `table`, whether or not it already does.

    On SQLite an INSERT that replaces a row deletes it without a word to the triggers of DELETE:
    another looks for the row by its primary key, and by the columns of each of `keys`.

    A migration that alters an audited table repeats its AppendOnly: SQLite remakes the table, and
    its triggers go with the old one (a test looks for them).
    """
    drop = drop_statements(vendor, table)
    if vendor == "postgresql":
        return [
            *drop,
            "CREATE OR REPLACE FUNCTION ose_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$${FUNCTION_BODY}$$",
            f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION ose_append_only()",
            f'CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION ose_append_only()",
        ]
    refusal = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
    known = " OR ".join(_exists(table, key) for key in (["rowid"], *keys))
    return [
        *drop,
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refusal}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refusal}',
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {known} {refusal}',
    ]


def _exists(table: str, key: Key) -> str:
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608 - our own names


def unique_keys(model: type[Model]) -> list[Key]:
    """The columns that the table of `model` never holds twice, its primary key left out."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    alone = [field.name for field in model._meta.concrete_fields if field.unique]
    together = [
        constraint.fields
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None
    ]
    keys = [*([name] for name in alone if name != model._meta.pk.name), *together]
    return [[columns[name] for name in key] for key in keys]


def drop_statements(vendor: str, table: str) -> list[str]:
    """The SQL that lifts what `create_statements` set."""
    if vendor == "postgresql":
        names = ("append_only", "append_only_whole")
        return [f'DROP TRIGGER IF EXISTS {name} ON "{table}"' for name in names]
    verbs = ("update", "delete", "replace")
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in verbs]


def append_only_models() -> list[type[Model]]:
    """Every model that says its rows are written once (`APPEND_ONLY`), histories included."""
    found = [model for model in apps.get_models() if getattr(model, "APPEND_ONLY", False)]
    return sorted(found, key=lambda model: model._meta.label)


def unprotected_models() -> Iterator[type[Model]]:
    """Those whose table lacks a trigger, or has one that is off or does something else."""
    read = _triggers_of_postgresql if connection.vendor == "postgresql" else _triggers_of_sqlite
    found = read()
    for model in append_only_models():
        table = model._meta.db_table
        if not set(_expected_triggers(model)) <= found.get(table, set()):
            yield model


def _expected_triggers(model: type[Model]) -> Iterator[str]:
    """What each trigger of that table is, in the words of the database."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        yield from ("append_only", "append_only_whole")
        return
    for statement in create_statements("sqlite", table, unique_keys(model)):
        if statement.startswith("CREATE TRIGGER"):
            yield statement


def _triggers_of_sqlite() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        return _by_table(cursor.fetchall())


def _triggers_of_postgresql() -> dict[str, set[str]]:
    """Enabled triggers of our names, of the right kind, that call our function as it should be.

    tgtype: 27 is BEFORE UPDATE OR DELETE for each row, 34 is BEFORE TRUNCATE (pg_trigger.h).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "JOIN pg_proc ON pg_proc.oid = tgfoid "
            "WHERE tgenabled IN ('O', 'A') AND proname = 'ose_append_only' AND prosrc = %s "
            "AND tgqual IS NULL AND relnamespace = current_schema()::regnamespace "
            "AND (tgname, tgtype) IN (('append_only', 27), ('append_only_whole', 34))",
            [FUNCTION_BODY],
        )
        return _by_table(cursor.fetchall())


def _by_table(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, trigger in rows:
        found.setdefault(table, set()).add(trigger)
    return found


class TableOperation(Operation, ABC):
    """SQL on the table of a model that Django has no words for, and no part of the model state.

    Subclasses give the statements of each direction; `model` is as the migrations know it.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    @abstractmethod
    def forwards(self, vendor: str, model: type[Model]) -> Iterable[str]:
        """The statements that bring it."""

    @abstractmethod
    def backwards(self, vendor: str, model: type[Model]) -> Iterable[str]:
        """The statements that take it away."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing of it is known to the model state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        _execute(schema_editor, self.forwards(schema_editor.connection.vendor, model))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        _execute(schema_editor, self.backwards(schema_editor.connection.vendor, model))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {}


def _execute(schema_editor: BaseDatabaseSchemaEditor, statements: Iterable[str]) -> None:
    for statement in statements:
        # No parameters, so that a literal % reaches the database untouched.
        schema_editor.execute(statement, params=None)


class AppendOnly(TableOperation):
    """Forbid all but INSERT on the table of `model_name`, whoever asks.

    `again`: it is already so, and stays so when the migration is reversed.
    """

    def __init__(self, model_name: str, *, again: bool = False) -> None:
        super().__init__(model_name)
        self.again = again

    def forwards(self, vendor: str, model: type[Model]) -> Iterable[str]:
        return create_statements(vendor, model._meta.db_table, unique_keys(model))

    def backwards(self, vendor: str, model: type[Model]) -> Iterable[str]:
        return [] if self.again else drop_statements(vendor, model._meta.db_table)

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {"again": True} if self.again else {}
