"""What allauth does of second factors, in our words; their secrets sealed under the site's key."""

import base64
import secrets
from typing import Any, ClassVar

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathImage

NAME = "OSE Pays de la Loire"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Activez d’abord une application ou une clé d’accès.",
        "incorrect_code": "Ce n’est pas le bon code, ou il a déjà servi.",
    }

    def _get_site_name(self) -> str:
        """What authenticator apps and passkeys call us; allauth says the host of the request."""
        return NAME

    def build_totp_svg(self, url: str) -> str:
        """As markup to put in the page: its policy takes no picture from a `data:` address."""
        image = qrcode.make(url, image_factory=SvgPathImage)
        return str(image.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - theirs
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé {count + 1}"

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database gives no code."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that matches nothing when it was sealed under a key that is gone."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(40)).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (
        salted_hmac("directory.second_factor", "", secret=key, algorithm="sha256") for key in keys
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each.digest())) for each in derived])
