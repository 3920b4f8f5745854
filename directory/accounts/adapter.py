"""What allauth does of an account, in our words and by our outbox."""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.accounts.browsers import remember_browser, token_for
from directory.accounts.letters import answer_signup, write_confirmation, write_notice
from directory.accounts.written import note_written

# Wrong passwords for one account, typed in browsers that have proved nothing, wherever they are.
ANYWHERE = "login_failed_anywhere"
LIMITS_OF = "allauth.account"
WAYS = {
    "reauthenticate": "Par votre mot de passe",
    "mfa_reauthenticate": "Par un code",
    "mfa_reauthenticate:webauthn": "Par une clé d’accès",
}
LONGEST_BROWSER_NAME = 200


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé. Écrivez à la CRESS si c’est une erreur.",
        "cannot_remove_primary_email": "Votre adresse e-mail principale ne peut pas être retirée.",
        "duplicate_email": "Cette adresse e-mail est déjà celle de votre compte.",
        "email_password_mismatch": "L’adresse e-mail ou le mot de passe ne convient pas.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "invalid_or_expired_key": "Ce lien a expiré ou a déjà servi.",
        "invalid_password_reset": "Ce lien a expiré ou a déjà servi.",
        "max_email_addresses": "Un compte a %d adresses e-mail au plus.",
        "rate_limited": "Trop de demandes en peu de temps. Réessayez dans quelques minutes.",
        "too_many_login_attempts": "Trop d’essais. Réessayez dans quelques minutes.",
        "too_many_anywhere": "Trop d’essais pour cette adresse, depuis divers endroits. Réessayez "
        "dans une heure, ou choisissez un nouveau mot de passe par «\u00a0Mot de passe "
        "oublié\u00a0?\u00a0».",
        "unverified_primary_email": "Confirmez d’abord votre adresse e-mail principale.",
    }

    def clean_email(self, email: str) -> str:
        """allauth keeps what it can of an address that is too long: another one."""
        cleaned: str = super().clean_email(email)
        longest = EmailAddress._meta.get_field("email").max_length or 0
        if len(cleaned) > longest:
            raise ValidationError(f"Cette adresse dépasse {longest} caractères.")
        return cleaned

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm that it is oneself, named in our words.

        The password is none where the session has yet to show the second factor.
        """
        standing = getattr(self.request, "second_factor", None)
        refused = {"reauthenticate"} if standing and standing.to_show else set()
        return [
            way | {"description": WAYS[way["id"]]}
            for way in super().get_reauthentication_methods(user)
            if way["id"] not in refused
        ]

    # Letters: none is sent in a request.

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Enqueue a letter whose words rest on `context` alone: plain values, and no secret."""
        write_notice.enqueue(template=template_prefix, email=email, facts=context)

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        address = emailconfirmation.email_address
        write_confirmation.enqueue(
            address_id=address.pk, asked_at=note_written(request, address.email), signup=signup
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        answer_signup.enqueue(email=email, asked_at=note_written(self.request, email))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell of a change at every confirmed address of the account, and at `email`.

        Whoever holds an open session may add an address of theirs and make it the first: the
        owner hears of it at the one that was there before.
        """
        confirmed = EmailAddress.objects.filter(user_id=user.pk, verified=True)
        addresses = {email or user.email, *confirmed.values_list("email", flat=True)}
        self.tell(template_prefix, sorted(addresses), context or {})

    def tell(self, template: str, addresses: Iterable[str], facts: dict[str, str]) -> None:
        """Enqueue the notice `template` to each of `addresses`: what changed, when, from where."""
        whence = {
            "at": timezone.now().isoformat(),
            "ip": self.get_client_ip(self.request),
            "user_agent": self.get_http_user_agent(self.request)[:LONGEST_BROWSER_NAME],
        }
        for address in addresses:
            self.send_mail(template, address, whence | facts)

    # Wrong passwords: see docs/decisions/0018.

    def post_login(
        self, request: HttpRequest, user: Any, *, email: str | None, **more: Any
    ) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, email=email, **more)
        remember_browser(request, response, email or user.email)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts by place; a second ceiling counts by account, over all places."""
        super().pre_authenticate(request, **credentials)
        account = _account(credentials)
        if token_for(request, account):
            return
        usage = ratelimit.consume(request, app=LIMITS_OF, action=ANYWHERE, key=account)
        if usage is None:
            raise self.validation_error("too_many_anywhere")
        # Given back with the rest when the password is right.
        self._login_failed_rl_usage.usage += usage.usage

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account, in this browser if it has proved itself, or else in this place.

        Wrong passwords typed elsewhere shut nobody out here. allauth's own key has the host of
        the request, port included, which whoever sends it may choose. It has no public hook for
        this; tests/directory/accounts/test_wrong_passwords.py watches.
        """
        account = _account(credentials)
        place = ratelimit.truncate_ip(self.get_client_ip(request))
        return f"{account}:{token_for(request, account) or place}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        ratelimit.clear(request, app=LIMITS_OF, action=ANYWHERE, key=_account(credentials))


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
