"""The HTML checker of the W3C (vnu): one run of Java reads all the pages."""

import json
import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath

PATIENCE = 120  # seconds


def what_is_missing() -> str:
    """Why the checker cannot run here, in French; empty when it can."""
    if not Path(os.environ.get("OSE_VNU", "")).is_file():
        return "OSE_VNU ne nomme pas de fichier vnu.jar"
    return "" if shutil.which("java") else "Java est introuvable"


def complaints_about(pages: dict[str, str], folder: Path) -> list[str]:
    """What the checker says of `pages`, sources by name; it reads them from files in `folder`."""
    for number, source in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(source, encoding="utf-8")
    options = ["--errors-only", "--exit-zero-always", "--format", "json"]
    done = subprocess.run(
        ["java", "-jar", os.environ["OSE_VNU"], *options, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    names = list(pages)
    return [
        f"{names[int(PurePosixPath(told['url']).stem)]}: {told['message']} {told.get('extract')!r}"
        for told in json.loads(done.stderr)["messages"]
    ]
