"""What is asked of several cases: which, what, and what goes with it."""

from typing import Any
from uuid import UUID

from django import forms

from labelling.desk.batches.operations import MOST, Asked
from workflows.models import Case
from workflows.pages.bulk import BulkAct
from workflows.pages.paging import MOST_KEY, whole_number

PICKED, SEEN = "affaire", "vue"
NONE_PICKED = "Choisissez au moins un dossier dans la liste."
TOO_MANY = f"Choisissez {MOST}\u00a0dossiers au plus."
UNREADABLE = "Cet aperçu n’a pas pu être relu. Recommencez."


def keys_in(data: Any) -> list[int]:
    """The keys that were picked, each once, in their order; what is no key is left out."""
    found = (whole_number(text, most=MOST_KEY) for text in data.getlist(PICKED))
    return list(dict.fromkeys(key for key in found if key is not None))


class ActForm(forms.Form):
    """What `act` asks besides the cases."""

    def __init__(self, data: Any = None, *, act: BulkAct) -> None:
        super().__init__(data, auto_id=f"{act.key}_%s")
        self.act = act
        if act.chosen:
            choices = [("", "Choisissez"), *act.choices()]
            self.fields["choice"] = forms.ChoiceField(label=act.chosen, choices=choices)
        if act.written:
            self.fields["text"] = forms.CharField(
                label=act.written,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text="Le même texte est écrit sur chaque dossier choisi.",
            )

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(self.act.key, given.get("choice", ""), given.get("text", ""))


class ConfirmForm(forms.Form):
    """What the preview showed, sent back as it was: nobody types it."""

    token = forms.UUIDField()
    act = forms.CharField(max_length=20)
    choice = forms.CharField(max_length=40, required=False)
    text = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        seen = [line.partition(":") for line in self.data.getlist(SEEN)]  # type: ignore[attr-defined]
        keys = {whole_number(key, most=MOST_KEY): head for key, _, head in seen}
        known = set(Case.objects.filter(pk__in=[key for key in keys if key]).values_list("pk"))
        if not 0 < len(seen) <= MOST or len(known) != len(seen):
            raise forms.ValidationError(UNREADABLE)
        return self.cleaned_data | {SEEN: [(key, head[:64]) for key, head in keys.items()]}

    @property
    def token_given(self) -> UUID:
        token: UUID = self.cleaned_data["token"]
        return token

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(given["act"], given["choice"], given["text"])
