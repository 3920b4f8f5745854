"""« Ajouter une transition » works: its own diffs, applied to a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "adding-a-transition.md"
APPS = ("committee", "config", "directory", "labelling", "notifications", "workflows")
COPIED = (*APPS, "static", "templates", "tests")
DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LAW, RULEBOOK, POLICIES, GUARDS = (
    f"tests/toys/{name}.py" for name in ("models", "rulebook", "policies", "guards")
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what `manage.py` and the suite need."""
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def apply(tree: Path, *files: str) -> None:
    """Apply the diffs of the page to `tree`: those of `files`, all of them when none is named."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is absent")
    diffs = DIFF.findall(PAGE.read_text(encoding="utf-8"))
    assert len(diffs) == 7
    named = [f"+++ b/{file}\n" for file in files] or ["+++ b/"]
    text = "".join(diff for diff in diffs if any(name in diff for name in named))
    ceiling = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tree.parent)}
    done = subprocess.run(
        [git, "apply", "-"],
        cwd=tree,
        input=text,
        env=ceiling,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def run(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `tree`, on SQLite, as if no test were running."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "OSE_TEST_DB": "sqlite"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=kept | ours,
        text=True,
        capture_output=True,
        check=False,
    )


def test_the_diffs_apply_and_do_what_they_say(tree: Path) -> None:
    apply(tree)
    checked = run(tree, "manage.py", "check")
    assert checked.returncode == 0, checked.stderr
    # The tables without their migrations: the new law needs none.
    tests = "tests/workflows/test_entrusting.py"
    tested = run(tree, "-m", "pytest", "-q", "--no-migrations", "-p", "no:cacheprovider", tests)
    assert tested.returncode == 0, tested.stdout
    assert "3 passed" in tested.stdout


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((LAW, RULEBOOK), "workflows.E006"),
        ((LAW, RULEBOOK, POLICIES, GUARDS), "workflows.E010"),
    ],
)
def test_the_check_names_the_step_that_is_missing(
    tree: Path, steps: tuple[str, ...], found: str
) -> None:
    apply(tree, *steps)
    checked = run(tree, "manage.py", "check")
    assert checked.returncode == 1
    assert set(re.findall(r"workflows\.E\d+", checked.stderr)) == {found}
