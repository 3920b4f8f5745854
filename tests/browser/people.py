"""Someone at their browser: a context of their own, and all that the browser complained about."""

import os
import re
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    ViewportSize,
)

from directory.people.models import User
from tests.browser.serving import Site
from tests.factories import PASSWORD

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Registered last, and heard first: it captures.
UNASKED = "addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)"
# A refusal is a page with a status: the browser logs it, and nothing is wrong.
REFUSALS = tuple(f"status of {status} " for status in (403, 404, 409, 410, 413, 422))
# A file is shown in a sandbox: what Playwright would run there, to look at it, may be refused too.
IN_A_FILE = re.compile(r"Blocked script execution in '[^']*/voir/'")


class Person:
    """A browser context at the site, signed in or not; `complaints` must stay empty."""

    def __init__(self, browser: Browser, site: Site, **options: Any) -> None:
        self.site = site
        # Half-way through a transition, a colour is no colour of ours.
        still = {"viewport": DESKTOP, "locale": "fr-FR", "reduced_motion": "reduce"}
        options = still | {"base_url": site.url} | options
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        is_refusal = any(status in message.text for status in REFUSALS)
        is_refusal = is_refusal or IN_A_FILE.match(message.text) is not None
        if message.type in ("error", "warning") and not is_refusal:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def hold_session(self, user: User) -> "Person":
        """Be signed in as `user`, without the form."""
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.site.url}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        return self

    def sign_in(self, email: str, password: str = PASSWORD) -> "Person":
        """Sign in by the form, on its page or wherever it was asked for."""
        if "/compte/login/" not in self.page.url:
            self.page.goto("/compte/login/")
        self.fill({"Adresse e-mail": email, "Mot de passe": password})
        self.press("Se connecter", within="main")
        return self

    def go(self, path: str) -> Page:
        """Open `path`; the page must answer. One that still loads would abort the next.

        So may one that asks, of words that were not sent, whether to leave it: it keeps them.
        """
        self.page.wait_for_load_state()
        self.page.evaluate(UNASKED)
        try:
            answer = self.page.goto(path)
        except Error as error:
            # Seen twice in some thousand pages, on a busy machine, with nothing that asked for it.
            if "ERR_ABORTED" not in error.message:
                raise
            answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 500, f"{path}: {answer.status}"
        return self.page

    def fill(self, fields: dict[str, str]) -> None:
        """Fill in controls, by the beginning of their labels."""
        for label, value in fields.items():
            self.field(label).fill(value)

    def field(self, label: str) -> Locator:
        """The first control whose label begins so."""
        controls = self.page.locator("input, textarea, select")
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).and_(controls).first

    def search(self, label: str, words: str, choice: str) -> None:
        """In the long list called `label`, search for `words` and choose `choice`."""
        # The page comes with a plain list: its script makes it one that is searched.
        searched = self.page.locator("input[role=combobox]")
        searched.and_(self.page.get_by_label(label)).fill(words)
        self.page.get_by_role("option", name=choice, exact=True).click()

    def refusal(self, label: str) -> Locator:
        """What the page says is wrong, beside the control whose label begins so."""
        return self.page.locator(".o-field", has=self.field(label)).locator(".o-error")

    def press(self, name: str, *, within: str = "main", exact: bool = False) -> None:
        """Press the button, or follow the link, called `name`."""
        self.button(name, within=within, exact=exact).click()

    def button(self, name: str, *, within: str = "main", exact: bool = False) -> Locator:
        place = self.page.locator(within)
        by_role = place.get_by_role("button", name=name, exact=exact)
        return by_role.or_(place.get_by_role("link", name=name, exact=exact)).first

    def shoot(self, name: str) -> None:
        """Keep pictures of the page at both widths in the folder OSE_SCREENSHOTS, if it is set."""
        folder = os.environ.get("OSE_SCREENSHOTS")
        if not folder:
            return
        before = self.page.viewport_size
        for size in (PHONE, DESKTOP):
            self.page.set_viewport_size(size)
            path = Path(folder) / f"{name}-{size['width']}.png"
            self.page.screenshot(path=path, full_page=True)
        if before:
            self.page.set_viewport_size(before)


def with_account(user: User) -> User:
    """`user`, whose e-mail address is confirmed: they may sign in by the form."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
