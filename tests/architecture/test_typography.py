"""What people read in French has no-break spaces where French wants them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("workflows", "directory", "labelling", "committee", "notifications", "config")
# What a terminal prints is not set as a page is.
FOR_TERMINALS = {"commands", "settings", "migrations", "proof"}
PROVING = {"past.py", "past_roles.py", "proofs.py", "proven_actors.py"}
# One way to write a no-break space in each language, seen in an editor and in a diff: Python and
# JavaScript escape it, a page names it. A text can do neither, and holds it.
NO_BREAK = {".py": r"\u00a0", ".js": r"\u00a0", ".html": "&nbsp;", ".txt": "\u00a0"}
WRITTEN = re.compile(
    r"\u00a0|\\u00a0|\\xa0|\\N\{NO-BREAK SPACE\}|\bNBSP\b|&nbsp;|&#160;|&#xa0;", re.I
)
BREAKS = re.compile(r"[\w»)%’] [:;?!»](?:\s|$)|« \S")
FRENCH = re.compile(r"[éèêàçùôîœ«»’]|^x : x$", re.I)


def words_of(path: Path) -> Iterator[str]:
    """The strings of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in bare:
            yield node.value


def texts() -> Iterator[tuple[Path, str]]:
    """The words of every template, its tags left out."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            words = re.sub(r"\{[%{].*?[%}]\}", "x", path.read_text(encoding="utf-8"))
            yield path, re.sub(r"<[^>]*>", "", words)


def test_no_line_of_a_template_may_break_there_either() -> None:
    found = [
        f"{path.name}: {match[0]}" for path, words in texts() for match in BREAKS.finditer(words)
    ]
    assert found == []


@pytest.mark.parametrize("words", ["Dossier : déposé", "le «\u00a0label »", "le « label", "Quoi ?"])
def test_what_may_break_is_seen(words: str) -> None:
    assert BREAKS.search(words)


def test_no_line_may_break_before_a_colon_or_inside_quotes() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {words}"
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if not FOR_TERMINALS & set(path.parts) and path.name not in PROVING
        for words in words_of(path)
        if BREAKS.search(words) and FRENCH.search(words)
    ]
    assert found == []


def sources() -> Iterator[Path]:
    for name in (*APPS, "static", "templates", "dev.py"):
        at = ROOT / name
        yield from sorted(at.rglob("*")) if at.is_dir() else [at]


def test_a_no_break_space_is_written_in_one_way() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {match[0]!r}"
        for path in sources()
        if path.suffix in NO_BREAK and "migrations" not in path.parts
        for match in WRITTEN.finditer(path.read_text(encoding="utf-8"))
        if match[0] != NO_BREAK[path.suffix]
    }
    assert found == set()


@pytest.mark.parametrize(
    "words", ["\u00a0", r"\u00a0", r"\xa0", r"\N{NO-BREAK SPACE}", "{NBSP}", "&nbsp;", "&#160;"]
)
def test_every_way_to_write_it_is_seen(words: str) -> None:
    assert WRITTEN.search(words)
