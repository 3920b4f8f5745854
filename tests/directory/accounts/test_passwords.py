"""A password that everyone tries is refused, whatever it wears; one of one's own is not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse123",
        "MotDePasse2026!",
        "m0td3p@sse!!",
        "mot de passe 12",
        "Bonjour123456",
        "bonjourbonjour",
        "azertyuiop12",
        "Soleil-Soleil-44",
        "jetaimemaman",
        "Password1234",
        "123456789-password",
        "Été12345678912",
        "Nantes44Nantes",
        "admin-admin-2026",
    ],
)
def test_what_is_guessed_first_is_refused_in_our_words(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert any("trop courant" in message for message in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        "tilleul-cargo-brume-9",
        "quatre chevaux mangent du foin",
        "Le soleil de Nantes se lève tard",
        "gK7#vw2!pLq9",
        "correcthorsebatterystaple",
    ],
)
def test_one_of_ones_own_is_accepted(password: str) -> None:
    validate_password(password)
