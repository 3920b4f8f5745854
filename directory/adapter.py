"""What allauth says of an account, in our words."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.http import HttpRequest


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
        "unverified_primary_email": "Confirmez d’abord votre adresse e-mail principale.",
    }

    def clean_email(self, email: str) -> str:
        """allauth keeps what it can of an address that is too long: another one."""
        cleaned: str = super().clean_email(email)
        longest = EmailAddress._meta.get_field("email").max_length or 0
        if len(cleaned) > longest:
            raise ValidationError(f"Cette adresse dépasse {longest} caractères.")
        return cleaned

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account and the place: wrong passwords typed elsewhere shut nobody out here.

        allauth has no public hook for it; tests/directory/test_signup.py watches this one.
        """
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"
