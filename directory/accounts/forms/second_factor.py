"""allauth's forms of the second factor, in our words."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as theirs
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django.core.cache import cache

from directory.accounts.forms.entrance import OurWords
from workflows.pages.forms import LineField

# How long a code stays right, in seconds: its own period, and those allowed around it.
WINDOW = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


class CodeWords(OurWords):
    """A code from the application, or one of those kept for the day it is not at hand."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]  # type: ignore[attr-defined]
        code.help_text = (
            "Les six chiffres que montre votre application, ou l’un de vos codes de secours."
        )
        code.widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """Each code serves once. allauth forgets it while it would still be right."""
        code: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(f"second-factor:{self.user.pk}:{code.strip()}", True, timeout=WINDOW):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeWords, theirs.AuthenticateForm):
    pass


class ReauthenticateForm(CodeWords, theirs.ReauthenticateForm):
    pass


class ActivateForm(OurWords, ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code montré par l’application"
        code.help_text = "Six chiffres, qui changent toutes les trente secondes."
        code.widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(OurWords, passkeys.AddWebAuthnForm):
    name = LineField(label="Nom de la clé", max_length=60, required=False)


class AuthenticatePasskeyForm(OurWords, passkeys.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(OurWords, passkeys.ReauthenticateWebAuthnForm):
    pass
