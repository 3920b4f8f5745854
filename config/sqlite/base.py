"""Writers of one process queue here before SQLite, which serves them in no order.

SQLite lets one write at a time; the others sleep and look again (docs/decisions/0027). Other
processes are still kept apart by SQLite's own lock and time-out alone.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from config.sqlite.turns import Turns, turns_of

# A deferred transaction only reads (workflows/proof/snapshot.py), and keeps nobody from writing.
WRITES = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """Has its turn from the beginning of a transaction to its end, or for one statement."""

    _turns: Turns

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_turn = False
        self.execute_wrappers.append(self._in_turn)

    def get_connection_params(self) -> dict[str, Any]:
        # Not before: the tests' database gets its name between the two.
        self._turns = turns_of[str(self.settings_dict["NAME"])]
        return super().get_connection_params()

    def _in_turn(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Execute `sql`, once it is our turn if it takes SQLite's write lock."""
        if many or sql.startswith(WRITES):
            self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._leave()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._give_back()

    def _take_turn(self) -> None:
        if self._has_turn:
            return
        patience = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        if not self._turns.take(within=patience):
            raise OperationalError("database is locked")  # as SQLite would
        self._has_turn = True

    def _leave(self) -> None:
        """Give the turn back, unless a transaction is still open."""
        if self.connection is None or not self.connection.in_transaction:
            self._give_back()

    def _give_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turns.give_back()
