"""Fixtures of the tests that drive Chromium, for `tests/browser` and `tests/scenarios`."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from dev import find_browser
from tests.browser import serving
from tests.browser.people import Person
from tests.browser.serving import Site

__all__ = ["browser", "person", "site"]

ABSENT = "Chromium est introuvable (sudo apt install chromium)"
ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

NewPerson = Callable[..., Person]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Per module: a Playwright left open would break later async tests."""
    executable = find_browser()
    if executable is None:
        outcome = pytest.fail if os.environ.get("REQUIRE_E2E") == "1" else pytest.skip
        outcome(ABSENT)
    # Chromium's sandbox refuses to run as root.
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # Playwright keeps a loop running in this thread; our database calls here are not async.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def site(browser: Browser, transactional_db: None, settings: Any) -> Iterator[Site]:
    """The running site, on an empty database."""
    served = serving.start()
    settings.OSE_BASE_URL = served.url
    with serving.at_work(served):
        yield served


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[NewPerson]:
    """Makes people, each with a browser context of their own; none may have complained."""
    people: list[Person] = []

    def new(**options: Any) -> Person:
        people.append(Person(browser, site, **options))
        return people[-1]

    yield new
    complaints = [complaint for one in people for complaint in one.complaints]
    for one in people:
        one.context.close()
    assert not complaints, "\n".join(complaints)
