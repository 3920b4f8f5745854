"""What the pages take from Bootstrap is what the Content-Security-Policy lets them draw."""

import re
from collections.abc import Iterator
from pathlib import Path

from bootstrap_wrapper import get_bootstrap_css_dir  # type: ignore[import-untyped]
from django.conf import settings

from tests.architecture.test_imports import APPS

ROOT = Path(settings.BASE_DIR)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([a-z][\w-]*)")
WORD = re.compile(r"[a-z][\w-]*")
BEGUN = re.compile(r"([a-z][\w-]*-)\{")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ATTRIBUTE = re.compile(r"class=\"([^\"]*)\"")


def embedded_pictures() -> Iterator[frozenset[str]]:
    """The classes that together call for a `data:` picture, selector by selector."""
    sheet = Path(get_bootstrap_css_dir(), "bootstrap.min.css").read_text(encoding="utf-8")
    for selectors, body in RULE.findall(sheet):
        if "data:" in body:
            for selector in selectors.split(","):
                yield frozenset(CLASS.findall(selector))


def classes_in_use() -> set[str]:
    pages = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    used = {
        word for page in pages for value in ATTRIBUTE.findall(page) for word in WORD.findall(value)
    }
    forms = (ROOT / "workflows/presentation/forms.py").read_text(encoding="utf-8")
    return used | set(WORD.findall(forms))


def test_no_class_of_ours_calls_for_a_picture_the_policy_blocks() -> None:
    """Overriding it is not enough: until our sheets arrive, a browser may follow Bootstrap's."""
    pictures = set(embedded_pictures())
    assert frozenset({"form-select"}) in pictures
    used = classes_in_use()
    assert "form-control" in used
    assert [sorted(classes) for classes in pictures if classes <= used] == []


def test_a_sheet_dresses_nothing_that_no_page_has() -> None:
    """A class may be put together: `t-{{ tone }}` is in use for `t-ok`."""
    folders = ("templates", "static", *APPS)
    pages = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".html", ".py", ".js"} and "migrations" not in path.parts
    )
    words, begun = set(WORD.findall(pages)), set(BEGUN.findall(pages))
    sheets = sorted((ROOT / "static/ose").glob("*.css"))
    assert sheets
    idle = {
        f"{sheet.name}: {name}"
        for sheet in sheets
        for selectors, _ in RULE.findall(COMMENT.sub("", sheet.read_text(encoding="utf-8")))
        for name in CLASS.findall(re.sub(r"\"[^\"]*\"", "", selectors))
        if name not in words and not any(name.startswith(start) for start in begun)
    }
    assert idle == set()
