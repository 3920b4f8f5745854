from tests.browser.fixtures import browser, person, site
from tests.browser.looking import valid_sources

__all__ = ["browser", "person", "site", "valid_sources"]
