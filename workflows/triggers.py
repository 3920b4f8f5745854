"""A migration operation that makes a table append-only, by trigger, on SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model, UniqueConstraint

MESSAGE = "this table is append-only"


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
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$",
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


class AppendOnly(Operation):
    """Forbid all but INSERT on the table of `model_name`, whoever asks.

    `again`: it is already so, and stays so when the migration is reversed.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, *, again: bool = False) -> None:
        self.model_name = model_name
        self.again = again

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        vendor = schema_editor.connection.vendor
        for statement in create_statements(vendor, model._meta.db_table, unique_keys(model)):
            # No parameters, so that a literal % reaches the database untouched.
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if self.again:
            return
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in drop_statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.model_name} append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model_name], {"again": True} if self.again else {}
