"""What a first visit weighs: every answer as it travels, from the server that the demo starts."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests import factories
from tests.served import served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUDGET = 60_000  # bytes, for a page of the public
BUDGET_SIGNED_IN = 90_000
# The page and all that it called for, each with its head, as the browser counts them.
TRAVELLED = """() => Object.fromEntries(
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(({ name, transferSize }) => [new URL(name).pathname, transferSize]))"""


def weigh(browser: Browser, address: str, *cookies: Any) -> dict[str, int]:
    """Bytes by path, cache empty."""
    context = browser.new_context(locale="fr-FR")
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    page = context.new_page()
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.status == 200
    travelled: dict[str, int] = page.evaluate(TRAVELLED)
    context.close()
    return travelled


def test_a_first_visit_is_light(browser: Browser, tmp_path: Path) -> None:
    granted = factories.dossier("validated")
    label = granted.recognitions.get().get_absolute_url()
    client = Client()
    client.force_login(factories.representative_of(granted))
    signed_in = (settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
    with served(tmp_path) as site:
        first = {
            path: weigh(browser, site.address + path)
            for path in ("/registre/", "/annuaire/", label)
        }
        first["/"] = weigh(browser, site.address + "/", signed_in)
    for path, travelled in first.items():
        assert travelled[path]
        assert any(name.endswith(".css") for name in travelled)
        budget = BUDGET_SIGNED_IN if path == "/" else BUDGET
        assert sum(travelled.values()) <= budget, travelled
    assert not [name for name in first["/registre/"] if "htmx" in name]
