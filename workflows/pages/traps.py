"""What a public form sets for programs, and a person does not see: a field to leave, a clock."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

SALT = "workflows.pages.traps"
# Nobody reads the page and writes a message in less; programs do.
FASTEST = 3  # seconds
LONGEST_OPEN = 24 * 3600  # seconds
TOO_FAST = "Cet envoi a été très rapide. Relisez votre message, puis continuez."
TOO_OLD = "Cette page est ouverte depuis plus d’un jour. Relisez votre message, puis continuez."
TRAPPED = "Laissez ce champ vide, puis continuez."


def stamp() -> str:
    """The moment a form was opened, that nobody else can write; no two are alike."""
    opened = [int(timezone.now().timestamp()), secrets.token_urlsafe(9)]
    return signing.dumps(opened, salt=SALT)


class Trapped(forms.Form):
    """Two traps for programs; `opened` starts from `stamp()`."""

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
            opened, _ = signing.loads(cleaned.get("opened", ""), salt=SALT, max_age=LONGEST_OPEN)
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
