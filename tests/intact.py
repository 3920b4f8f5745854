"""Every chain holds: asked after each test that used the database."""

from unittest import mock

from django.db import connection

from workflows.history import Audited, audited_models, history_model
from workflows.proof.chains import broken_chains


def prove_every_history() -> None:
    """Read every chain there is. AssertionError when one does not hold."""
    # The few rows of a test come at once: a cursor of the server would take three journeys more.
    at_once = mock.patch.dict(connection.settings_dict, {"DISABLE_SERVER_SIDE_CURSORS": True})
    with at_once:
        for model in _written_models():
            # Factories decide without a committee: roles are asked where a whole story is told.
            assert list(broken_chains(model, roles=False)) == []


def _written_models() -> list[type[Audited]]:
    """The audited models of which there is any object, or any row: one query for all."""
    models = audited_models()
    tables = [model._meta.db_table for model in models]
    tables += [history_model(model)._meta.db_table for model in models]
    asked = ", ".join(f"EXISTS (SELECT 1 FROM {connection.ops.quote_name(t)})" for t in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        found = cursor.fetchone()
    some = zip(models, found[: len(models)], found[len(models) :], strict=True)
    return [model for model, objects, rows in some if objects or rows]
