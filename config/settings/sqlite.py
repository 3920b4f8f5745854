"""SQLite as a server would want it: WAL, a real busy timeout, write locks taken up front."""

from pathlib import Path
from typing import Any


def sqlite_database(path: Path | str) -> dict[str, Any]:
    """Return a DATABASES entry for the file at `path`.

    `transaction_mode: IMMEDIATE` is not a tuning: a deferred transaction that reads and then
    writes fails with « database is locked » whatever the timeout. `synchronous=FULL` flushes each
    commit to the disk: a vote said to be recorded must outlive a power cut.
    """
    return {
        "ENGINE": "config.sqlite",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        },
    }
