"""People with a confirmed account, at their browser, and what an attacker does there."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core import mail
from django.test import Client
from django.urls import reverse

from directory.people.models import User
from tests import factories
from tests.notifications.draining import drain


def confirmed(person: User) -> User:
    """`person`, whose address is confirmed: they may sign in."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def sign_in(person: User, password: str = factories.PASSWORD, **client: Any) -> tuple[Client, Any]:
    """A browser that sent the form, and the answer."""
    browser = Client(**client)
    typed = {"login": person.email, "password": password}
    return browser, browser.post(reverse("account_login"), typed)


def reauthenticate(browser: Client, page: str, password: str = factories.PASSWORD) -> Any:
    """Confirm that it is oneself, then go on to `page`."""
    sent = {"password": password, "next": page}
    return browser.post(reverse("account_reauthenticate"), sent, follow=True)


def with_application(person: User) -> str:
    """Give `person` an authenticator application and recovery codes; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code(secret: str, ahead: int = 0) -> str:
    """What the application shows; `ahead` periods of thirty seconds from now."""
    now = list(counters())[len(list(counters())) // 2]
    return format_hotp_value(hotp_value(secret, now + ahead))


def recovery_codes(person: User) -> list[str]:
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes


def letters(to: str) -> list[str]:
    """The subjects of what was written to `to`, once the outbox is empty."""
    drain()
    return [str(message.subject) for message in mail.outbox if message.to == [to]]
