"""The letters about an account, written by the outbox's worker.

A task names a row or an address, never a secret: the key of a link is computed when its letter is
written. Links lead where OSE_BASE_URL says, whatever host the request was sent to. `asked_at` tells
a letter from the next of its kind, however late it leaves and however often it is tried.
"""

from datetime import datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.db.models import F, Q
from django.urls import reverse
from django_tasks import task

from directory.annuaire.contact.tasks import TEMPLATE, forward_message
from directory.people.models import User
from workflows.mail.letters import Letter, written
from workflows.outbox.retries import send_or_try_later

FOLDER = "account/email"


@task(queue_name="mail")
def write_confirmation(
    address_id: int, asked_at: str, signup: bool = False, attempt: int = 1
) -> None:
    """The link that confirms an address, unless it is confirmed or gone."""
    address = EmailAddress.objects.filter(pk=address_id, verified=False).first()
    if address is None:
        return
    template = "email_confirmation_signup" if signup else "email_confirmation"
    letter = written(f"{FOLDER}/{template}", {"activate_url": _confirming(address)}, asked_at)
    arguments = {"address_id": address_id, "asked_at": asked_at, "signup": signup}
    message = letter.message_to(address.email)
    send_or_try_later(message, write_confirmation, attempt=attempt, **arguments)


@task(queue_name="mail")
def answer_reset(email: str, asked_at: str, attempt: int = 1) -> None:
    """To whoever asked for another password: the link to choose it, or that no account is there.

    Told apart here and not in the request, which costs the same whether an account exists.
    """
    user = User.objects.reachable_at(email)
    if user is None or not user.is_active:
        letter = _unknown(email, asked_at)
    else:
        key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        arguments = {"uidb36": user_pk_to_url_str(user), "key": key}
        url = reverse("account_reset_password_from_key", kwargs=arguments)
        letter = written(f"{FOLDER}/password_reset_key", {"password_reset_url": url}, asked_at)
    message = letter.message_to(email)
    send_or_try_later(message, answer_reset, attempt=attempt, email=email, asked_at=asked_at)


@task(queue_name="mail")
def answer_confirmation(email: str, asked_at: str, attempt: int = 1) -> None:
    """To whoever received no link: a new one, or that none is needed, or that no account is there.

    Told apart here, as for a password.
    """
    # One that somebody added to another account and never confirmed is nobody's yet.
    theirs = Q(verified=True) | Q(user__email=F("email"))
    address = EmailAddress.objects.filter(theirs, email=email.lower()).first()
    if address is None:
        letter = _unknown(email, asked_at)
    elif address.verified:
        letter = written(f"{FOLDER}/email_already_confirmed", {"email": email}, asked_at)
    else:
        facts = {"activate_url": _confirming(address)}
        letter = written(f"{FOLDER}/email_confirmation_signup", facts, asked_at)
    message = letter.message_to(email)
    send_or_try_later(message, answer_confirmation, attempt=attempt, email=email, asked_at=asked_at)


@task(queue_name="mail")
def answer_signup(email: str, asked_at: str, attempt: int = 1) -> None:
    """To whoever signs up where an account exists: that there is one, and nothing has changed."""
    letter = written(f"{FOLDER}/account_already_exists", {"email": email}, asked_at)
    message = letter.message_to(email)
    send_or_try_later(message, answer_signup, attempt=attempt, email=email, asked_at=asked_at)


@task(queue_name="mail")
def write_notice(template: str, email: str, facts: dict[str, Any], attempt: int = 1) -> None:
    """That something has changed in the account; `facts` say what, when (`at`), and from where."""
    context = facts | {"timestamp": datetime.fromisoformat(facts["at"])}
    message = written(template, context, f"{email}/{facts['at']}").message_to(email)
    arguments = {"template": template, "email": email, "facts": facts}
    send_or_try_later(message, write_notice, attempt=attempt, **arguments)


def _confirming(address: EmailAddress) -> str:
    """The path of the link that confirms `address`."""
    return reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])


def _unknown(email: str, asked_at: str) -> Letter:
    return written(f"{FOLDER}/unknown_account", {"email": email}, asked_at)


# Each kind, by its name: where its words are.
KINDS = {
    **{
        name: f"{FOLDER}/{name}"
        for name in (
            "email_confirmation_signup",
            "email_confirmation",
            "email_already_confirmed",
            "account_already_exists",
            "unknown_account",
            "password_reset_key",
            "password_reset",
            "password_changed",
            "password_set",
            "email_added",
            "email_changed",
            "email_deleted",
        )
    },
    **{
        name: f"mfa/email/{name}"
        for name in (
            "totp_activated",
            "totp_deactivated",
            "webauthn_added",
            "webauthn_removed",
            "recovery_codes_generated",
            "second_factor_removed",
        )
    },
    "invitation": "directory/email/invitation",
    "contact": TEMPLATE,
}
# Those that name an address: what is known of a person who asks to be forgotten.
LETTERS = (answer_reset, answer_confirmation, answer_signup, write_notice, forward_message)
