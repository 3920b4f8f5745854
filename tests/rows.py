"""Many rows at once, straight into the tables: only to be read, never to be acted on."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from directory.memberships.models import Membership
from directory.people.models import User
from labelling.instruction.models import Application
from workflows.models import Case

FAR = 10**6


def next_key(model: type[Model]) -> int:
    """The first primary key that no row of `model` has reached."""
    last: int = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
    return last + 1


def multiply(template: Application, count: int) -> None:
    """Copies of `template`, of other organisations, straight into the tables: only to be read."""
    start = next_key(Case)
    keys = range(start, start + count)
    far = 10**6
    copy(
        template.organisation,
        [{"id": key + far, "siren": f"{key:09d}", "name": f"Copie {key}"} for key in keys],
    )
    copy(
        Case.objects.get(pk=template.pk), [{"id": key, "reference": f"COPIE-{key}"} for key in keys]
    )
    copy(template, [{"case_ptr_id": key, "organisation_id": key + far} for key in keys])


def copy(source: Model, rows: list[dict[str, Any]]) -> None:
    """Insert the row of `source` again, once for each of `rows`, with its values instead."""
    meta: Any = source._meta
    table, key = meta.db_table, meta.pk
    columns = [field.column for field in meta.local_concrete_fields if not field.generated]
    quoted = {name: connection.ops.quote_name(name) for name in columns}
    chosen = ", ".join("%s" if name in rows[0] else quoted[name] for name in columns)
    read = f"SELECT {chosen} FROM {table} WHERE {key.column} = %s"
    order = [name for name in columns if name in rows[0]]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(quoted.values())}) {read}",
            [[*(row[name] for name in order), source.pk] for row in rows],
        )


def share(dossiers: Sequence[Application], person: User, membership: Membership) -> None:
    """Make `person` a member of the organisations of all these dossiers."""
    start = next_key(Membership)
    copy(
        membership,
        [
            {"id": start + number, "user_id": person.pk, "organisation_id": made.organisation_id}
            for number, made in enumerate(dossiers)
        ],
    )
