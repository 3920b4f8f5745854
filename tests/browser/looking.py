"""How each page is examined: in both themes, at both widths, its source valid."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import ViewportSize

from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.instruction.models import Application
from tests import factories
from tests.browser.markup import complaints_about, what_is_missing
from tests.browser.people import DESKTOP, PHONE, Person

Look = tuple[Literal["light", "dark"], ViewportSize, dict[str, Any]]
# What may differ between themes and widths; the rest is said of the page once, by every rule.
VISUAL = ["aria-hidden-focus", "color-contrast", "link-in-text-block", "target-size"]
LOOKS: tuple[Look, ...] = (("light", DESKTOP, {}), ("dark", PHONE, {"runOnly": VISUAL}))


# The sources of the pages looked at, by rank and path: one path shows several states.
looked_at: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def valid_sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All the pages that a module looked at are valid HTML: said once, at its end."""
    looked_at.clear()
    yield
    if looked_at and not what_is_missing():
        complaints = complaints_about(looked_at, tmp_path_factory.mktemp("sources"))
        assert not complaints, "\n".join(complaints)


def look_at(person: Person, paths: Iterable[str], *, status: int = 200) -> None:
    """Open each page and examine it; the fixture examines what the console said."""
    for path in paths:
        person.page.emulate_media(color_scheme="light")
        person.page.set_viewport_size(DESKTOP)
        answer = person.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        looked_at[f"{len(looked_at)} {path}"] = answer.text()
        examine(person, path)


def examine(person: Person, path: str) -> None:
    """One h1, one main, a way to skip to it, no sideways scroll, nothing for axe to say."""
    page = person.page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1, path
    assert page.locator("main").count() == 1, path
    assert page.locator(".o-skip").get_attribute("href") == "#contenu", path
    page.evaluate(AXE_SCRIPT)
    for scheme, size, options in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways: {width} > {size['width']}"
        told = page.evaluate(
            "options => axe.run(options)", {"resultTypes": ["violations"]} | options
        )
        found = AxeResults(told)
        assert found.violations_count == 0, f"{path} ({scheme})\n{found.generate_report()}"


def detail(dossier: Dossier, page: str = "") -> str:
    return f"{dossier.get_absolute_url()}{page}"


def people_of(dossier: Application) -> User:
    return factories.representative_of(dossier)
