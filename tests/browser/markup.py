"""The HTML checker of the W3C (vnu): one run of Java reads all the pages."""

import json
import os
import shutil
import subprocess
from pathlib import Path

PATIENCE = 120  # seconds


def what_is_missing() -> str:
    """Why the checker cannot run here, in French; empty when it can."""
    if not Path(os.environ.get("OSE_VNU", "")).is_file():
        return "OSE_VNU ne nomme pas de fichier vnu.jar"
    return "" if shutil.which("java") else "Java est introuvable"


def complaints_about(pages: dict[str, str], folder: Path) -> list[str]:
    """What the checker says of `pages`, sources by name; it reads them from files in `folder`."""
    names = {}
    for number, (name, source) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(source, encoding="utf-8")
        names[file.as_uri()] = name
    options = ["--errors-only", "--exit-zero-always", "--format", "json"]
    done = subprocess.run(
        ["java", "-jar", os.environ["OSE_VNU"], *options, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return [
        f"{names[told['url']]}: {told['message']} {told.get('extract', '')!r}"
        for told in json.loads(done.stderr)["messages"]
    ]
