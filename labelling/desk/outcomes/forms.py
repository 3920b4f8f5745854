"""What the outcomes are asked of: a kind, a year."""

from collections.abc import Sequence
from typing import Any

from django import forms

from labelling.instruction.models import Application


class OutcomesForm(forms.Form):
    """By GET: a value that nobody offers is as good as none."""

    nature = forms.ChoiceField(label="Nature", required=False)
    annee = forms.ChoiceField(label="Année", required=False)

    def __init__(
        self, data: Any, *, kinds: Sequence[type[Application]], years: Sequence[int]
    ) -> None:
        super().__init__(data)
        self.kinds = {kind.pages: kind for kind in kinds}
        nature: Any = self.fields["nature"]
        nature.choices = [(kind.pages, kind.filed) for kind in kinds]
        annee: Any = self.fields["annee"]
        annee.choices = [("", "Toutes"), *((str(year), str(year)) for year in years)]
        self.is_valid()

    @property
    def kind(self) -> type[Application]:
        first = next(iter(self.kinds))
        return self.kinds[self.cleaned_data.get("nature") or first]

    @property
    def year(self) -> int | None:
        asked = self.cleaned_data.get("annee")
        return int(asked) if asked else None
