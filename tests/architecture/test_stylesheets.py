"""Our sheets and our pages name the same classes, and nothing that the policy would not draw."""

import re
from pathlib import Path

from django.conf import settings

from tests.architecture.test_imports import APPS

ROOT = Path(settings.BASE_DIR)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([a-z][\w-]*)")
WORD = re.compile(r"[a-z][\w-]*")
BEGUN = re.compile(r"([a-z][\w-]*-)\{")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"")
ADDRESS = re.compile(r"url\(\s*\"?([^\")]+)")
# The words of a tag are not classes; a class put together on the page (`t-{{ tone }}`) is no word.
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
BUILT = re.compile(r"[^\s\"]*\{\{.*?\}\}[^\s\"]*", re.DOTALL)
ATTRIBUTE = re.compile(r"\bclass=\"([^\"]*)\"|\bclassName = \"([^\"]*)\"")
# A letter carries its own sheet, for it can call for none.
OWN = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SET = re.compile(r"(--[\w-]+)\s*:")
READ = re.compile(r"var\((--[\w-]+)")


def sheets() -> dict[str, str]:
    found = sorted((ROOT / "static/ose").glob("*.css"))
    assert found
    return {sheet.name: COMMENT.sub("", sheet.read_text(encoding="utf-8")) for sheet in found}


def classes_of(sheet: str) -> set[str]:
    return {
        name
        for selectors, _ in RULE.findall(sheet)
        for name in CLASS.findall(QUOTED.sub("", selectors))
    }


def sources(*suffixes: str, folders: tuple[str, ...]) -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in suffixes and "migrations" not in path.parts
    }


def test_a_sheet_names_only_pictures_that_we_serve() -> None:
    for name, sheet in sheets().items():
        for address in ADDRESS.findall(sheet):
            assert (ROOT / "static/ose" / address).is_file(), f"{name}: {address}"


def test_a_sheet_dresses_nothing_that_no_page_has() -> None:
    """A class may be put together: `t-{{ tone }}` is in use for `t-ok`."""
    pages = "\n".join(
        sources(".html", ".py", ".js", folders=("templates", "static", *APPS)).values()
    )
    words, begun = set(WORD.findall(pages)), set(BEGUN.findall(pages))
    idle = {
        f"{name}: {word}"
        for name, sheet in sheets().items()
        for word in classes_of(sheet)
        if word not in words and not any(word.startswith(start) for start in begun)
    }
    assert idle == set()


def test_a_page_has_no_class_that_no_sheet_dresses() -> None:
    """There is no library of utility classes behind ours: `utilities.css` holds those in use."""
    dressed = {word for sheet in sheets().values() for word in classes_of(sheet)}
    assert "visually-hidden" in dressed
    bare = {
        f"{name}: {word}"
        for name, page in sources(".html", ".js", folders=("templates", "static")).items()
        for values in ATTRIBUTE.findall(BUILT.sub(" ", TAG.sub(" ", page)))
        for word in " ".join(values).split()
        if word not in dressed | classes_of("".join(OWN.findall(page)))
    }
    assert bare == set()


def test_a_sheet_reads_the_variables_that_one_sets() -> None:
    text = "\n".join(sheets().values())
    assert set(READ.findall(text)) - set(SET.findall(text)) == set()
