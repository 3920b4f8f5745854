"""What the pages take from Bootstrap is what the Content-Security-Policy lets them draw."""

import re
from collections.abc import Iterator
from pathlib import Path

from bootstrap_wrapper import get_bootstrap_css_dir  # type: ignore[import-untyped]
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.([a-z][\w-]*)")
WORD = re.compile(r"[a-z][\w-]*")
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
