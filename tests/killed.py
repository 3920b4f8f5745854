"""A process of its own, on the test database, that kills itself as `kill -9` does."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection


def killed(folder: Path, module: str, *arguments: str) -> str:
    """Run `module` with `arguments`, its settings in `folder`; what it wrote before it was killed.

    AssertionError with its errors when it ended otherwise.
    """
    name = str(connection.settings_dict["NAME"])
    lines = ["from config.settings.test import *", f'DATABASES["default"]["NAME"] = {name!r}', ""]
    (folder / "dying_settings.py").write_text("\n".join(lines))
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments],
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
