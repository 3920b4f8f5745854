from tests.browser.fixtures import browser, person, site

__all__ = ["browser", "person", "site"]
