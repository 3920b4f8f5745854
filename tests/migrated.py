"""A migrated database kept from one run to the next, as long as what migrates it stays the same.

Migrating an empty one takes ten seconds a process, most of them to redraw the models at each step;
a copy takes one. One is kept for each checkout and engine, named after what it was made of.
"""

import ast
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.db import connection

LOCKS = "requirements/*.txt"


@contextmanager
def migrated_once() -> Iterator[None]:
    """Inside, a test database is a copy of the one that is kept, which the first to come makes."""
    creation: Any = connection.creation
    create, create_empty = creation.create_test_db, creation._create_test_db
    kept = _Kept()

    def create_test_db(*args: Any, **options: Any) -> Any:
        with (settings.TEST_DIR / "migrated.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not kept.exists():
                name = create(*args, **options)
                kept.make(name)
                return name
        with kept.copied(creation, create_empty):
            return create(*args, **options)

    with mock.patch.object(creation, "create_test_db", create_test_db):
        yield


class _Kept:
    """The database that is kept: a file beside those of the tests, or a database of the server."""

    def __init__(self) -> None:
        checkout = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:8]
        self.family = f"ose_migrated_{checkout}_"
        self.name = self.family + _made_of()
        self.file = settings.TEST_DIR / f"{self.name}.sqlite3"
        self.on_server = connection.vendor == "postgresql"

    def exists(self) -> bool:
        if not self.on_server:
            return bool(self.file.exists())
        return self.name in self._databases()

    def make(self, source: str) -> None:
        """Keep what was just migrated as `source`, in the place of what it was made of before."""
        if not self.on_server:
            for old in settings.TEST_DIR.glob(f"{self.family}*"):
                old.unlink()
            unfinished = self.file.with_suffix(".part")
            copy = sqlite3.connect(unfinished)
            connection.connection.backup(copy)
            copy.close()
            unfinished.replace(self.file)
            return
        connection.close()  # a database that somebody is connected to cannot be copied
        for former in self._databases():
            self._execute(f'DROP DATABASE "{former}"')
        self._execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{source}"')

    @contextmanager
    def copied(self, creation: Any, create_empty: Any) -> Iterator[None]:
        """Inside, a new test database is a copy of it."""
        if self.on_server:
            with mock.patch.dict(connection.settings_dict["TEST"], TEMPLATE=self.name):
                yield
            return

        def create_copy(*args: Any, **options: Any) -> Any:
            name = create_empty(*args, **options)
            shutil.copyfile(self.file, name)
            return name

        with mock.patch.object(creation, "_create_test_db", create_copy):
            yield

    def _databases(self) -> list[str]:
        asked = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [name for (name,) in self._execute(asked, [self.family])]

    def _execute(self, sql: str, params: Any = None) -> list[Any]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall()) if cursor.description else []


def _made_of() -> str:
    digest = hashlib.sha256()
    for file in sorted(sources()):
        digest.update(f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def sources() -> set[Path]:
    """The migrations of ours, all that they import of ours, and the locks of the packages."""
    to_read = [
        file
        for app in apps.get_app_configs()
        for file in Path(app.path).glob("migrations/*.py")
        if settings.BASE_DIR in file.parents
    ]
    found = set(to_read)
    while to_read:
        new = _imported(to_read.pop()) - found
        found |= new
        to_read += new
    return found | set(settings.BASE_DIR.glob(LOCKS))


def _imported(module: Path) -> set[Path]:
    """The files of ours that `module` imports."""
    names = set()
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = (settings.BASE_DIR.joinpath(*name.split(".")) for name in names)
    files = (file for path in paths for file in (path.with_suffix(".py"), path / "__init__.py"))
    return {file for file in files if file.exists()}
