"""An import whose process is killed half-way leaves nothing, and may be done again."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from directory.charters.models import Signature
from directory.imports.models import LabelImport
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.imports.test_importing import row, text
from workflows.models import Counter

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN = (Organisation, Recognition, Signature, LabelImport, Counter)


def imported_apart(folder: Path, file: Path, rows: int) -> str:
    """By a process that is killed; the numbers that it had written when it was."""
    name = str(connection.settings_dict["NAME"])
    lines = ["from config.settings.test import *", f'DATABASES["default"]["NAME"] = {name!r}', ""]
    (folder / "dying_settings.py").write_text("\n".join(lines))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.importing", str(file), str(rows)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "dying_settings",
            "PYTHONPATH": f"{folder}{os.pathsep}{settings.BASE_DIR}",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return ended.stdout


def test_killed_half_way_nothing_is_there_and_it_may_be_done_again(tmp_path: Path) -> None:
    factories.charter_version()
    rows = [row(1), row(2), row(3)]
    file = tmp_path / "labels.csv"
    file.write_text(text(*rows), encoding="utf-8")
    assert imported_apart(tmp_path, file, 2) == f"{rows[0][0]},{rows[1][0]}"
    assert not any(model.objects.exists() for model in WRITTEN)
    call_command("import_labels", str(file))
    assert Recognition.objects.count() == len(rows)
