from tests.browser.fixtures import browser, person, served, site

__all__ = ["browser", "person", "served", "site"]
