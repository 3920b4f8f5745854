"""The letters about an account, written by the outbox's worker.

A task names a row or an address, never a secret: the key of a link is computed when its letter is
written. Links lead where OSE_BASE_URL says, whatever host the request was sent to.
"""

from datetime import datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from directory.people.models import User
from workflows.outbox.retries import send_or_try_later
from workflows.presentation.lines import one_line
from workflows.presentation.links import absolute

FOLDER = "account/email"


@task(queue_name="mail")
def write_confirmation(address_id: int, signup: bool = False, attempt: int = 1) -> None:
    """The link that confirms an address, unless it is confirmed or gone."""
    address = EmailAddress.objects.filter(pk=address_id, verified=False).first()
    if address is None:
        return
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    template = "email_confirmation_signup" if signup else "email_confirmation"
    message = letter(f"{FOLDER}/{template}", address.email, {"activate_url": absolute(path)})
    arguments = {"address_id": address_id, "signup": signup}
    send_or_try_later(message, write_confirmation, attempt=attempt, **arguments)


@task(queue_name="mail")
def answer_reset(email: str, attempt: int = 1) -> None:
    """To whoever asked for another password: the link to choose it, or that no account is there.

    Told apart here and not in the request, which costs the same whether an account exists.
    """
    user = User.objects.reachable_at(email)
    if user is None or not user.is_active:
        facts = {"email": email, "signup_url": absolute(reverse("account_signup"))}
        message = letter(f"{FOLDER}/unknown_account", email, facts)
    else:
        key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        arguments = {"uidb36": user_pk_to_url_str(user), "key": key}
        path = reverse("account_reset_password_from_key", kwargs=arguments)
        facts = {"password_reset_url": absolute(path)}
        message = letter(f"{FOLDER}/password_reset_key", email, facts)
    send_or_try_later(message, answer_reset, attempt=attempt, email=email)


@task(queue_name="mail")
def answer_signup(email: str, attempt: int = 1) -> None:
    """To whoever signs up where an account exists: that there is one, and nothing has changed."""
    facts = {"email": email, "password_reset_url": absolute(reverse("account_reset_password"))}
    message = letter(f"{FOLDER}/account_already_exists", email, facts)
    send_or_try_later(message, answer_signup, attempt=attempt, email=email)


@task(queue_name="mail")
def write_notice(template: str, email: str, facts: dict[str, Any], attempt: int = 1) -> None:
    """That something has changed in the account; `facts` say what, when (`at`), and from where."""
    context = facts | {"timestamp": datetime.fromisoformat(facts["at"])}
    message = letter(template, email, context)
    arguments = {"template": template, "email": email, "facts": facts}
    send_or_try_later(message, write_notice, attempt=attempt, **arguments)


def letter(template: str, to: str, context: dict[str, Any]) -> EmailMessage:
    """The message whose words are in `<template>_subject.txt` and `<template>_message.txt`."""
    return EmailMessage(
        subject=one_line(render_to_string(f"{template}_subject.txt", context)),
        body=render_to_string(f"{template}_message.txt", context).strip(),
        to=[to],
    )


# Those that name an address: what is known of a person who asks to be forgotten.
LETTERS = (answer_reset, answer_signup, write_notice)
