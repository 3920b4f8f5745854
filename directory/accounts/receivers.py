"""What follows from what people change in their accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added, email_removed, password_reset
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from directory.accounts.browsers import prove_browser
from directory.accounts.second_factor import FACTORS
from directory.people.models import User


@receiver(email_added)
def tell_added(
    request: HttpRequest, user: User, email_address: EmailAddress, **kwargs: Any
) -> None:
    """allauth tells nobody before the new address is confirmed, nor after."""
    facts = {"added_email": email_address.email}
    get_adapter(request).send_notification_mail("account/email/email_added", user, facts)


@receiver(email_removed)
def tell_removed(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """At the address that goes; allauth tells those that stay."""
    if email_address.verified:
        address = email_address.email
        facts = {"deleted_email": address}
        get_adapter(request).tell("account/email/email_deleted", [address], facts)


@receiver(password_reset)
def know_browser(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The link of a letter was followed here: strangers' guesses do not stop what comes next."""
    addresses = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    for address in {user.email, *addresses}:
        prove_browser(request, address)


@receiver(authenticator_added)
def show_factor(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Whoever sets up a second factor has shown it, in this session and in no other."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
