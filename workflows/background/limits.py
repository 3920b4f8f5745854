"""How long the database may keep a page or a task waiting, where it can be told (PostgreSQL).

For what serves (`config/asgi.py`) and what works (`manage.py worker`). A command that migrates or
that reads the whole history is left to its time: it asks for none of this.
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def limit_statements() -> None:
    """Bound every connection opened from now on by `OSE_DATABASE_LIMITS` (parameter: value).

    What takes longer is cancelled by the server, and raises OperationalError.
    """
    connection_created.connect(_limit, dispatch_uid="workflows.background.limits")


def _limit(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor != "postgresql":
        return
    limits = settings.OSE_DATABASE_LIMITS
    sets = ", ".join(["set_config(%s, %s, false)"] * len(limits))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sets}", [word for limit in limits.items() for word in limit])
