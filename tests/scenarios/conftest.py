from typing import Any

import pytest

from tests.browser.fixtures import browser, person, site

__all__ = ["browser", "person", "site"]


@pytest.fixture
def lasting_sessions(settings: Any) -> None:
    """For stories of months: whoever is signed in stays so, and no page of theirs is refused."""
    settings.SESSION_COOKIE_AGE = 366 * 24 * 3600
