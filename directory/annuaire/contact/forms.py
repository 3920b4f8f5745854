"""Writing to an accompanist, from no account and to no address."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

SALT = "directory.annuaire.contact"
# Nobody reads the page and writes a message in less; programs do.
FASTEST = 3  # seconds
LONGEST_OPEN = 24 * 3600  # seconds
TOO_FAST = "Cet envoi a été très rapide. Relisez votre message, puis continuez."
TOO_OLD = "Cette page est ouverte depuis plus d’un jour. Relisez votre message, puis continuez."
TRAPPED = "Laissez ce champ vide, puis continuez."


def stamp() -> str:
    """The moment a form was opened, that nobody else can write."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


class ContactForm(forms.Form):
    """What is sent, and two traps for programs that a person does not see."""

    name = forms.CharField(label="Votre nom, votre organisation", max_length=160)
    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        help_text="Elle sert à vous répondre, et à rien d’autre.",
        error_messages={"invalid": "Cette adresse n’en est pas une\u00a0: nom@exemple.fr."},
    )
    message = forms.CharField(
        label="Votre message",
        min_length=20,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "min_length": "Dites en une phrase au moins ce que vous cherchez.",
            "max_length": "Ce message dépasse 5\u00a0000 caractères. Gardez l’essentiel\u00a0: la "
            "suite se dira entre vous.",
        },
    )
    subject = forms.CharField(
        label="Ne remplissez pas ce champ",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def clean_subject(self) -> str:
        if self.cleaned_data["subject"]:
            raise forms.ValidationError(TRAPPED)
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            opened = signing.loads(cleaned.get("opened", ""), salt=SALT, max_age=LONGEST_OPEN)
        except signing.BadSignature:
            self.add_error(None, TOO_OLD)
            self._reopen()
        else:
            if timezone.now().timestamp() - opened < FASTEST:
                self.add_error(None, TOO_FAST)
        return cleaned

    def _reopen(self) -> None:
        """What is shown again may be sent again: the clock starts over."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["opened"] = stamp()
        self.data = data
