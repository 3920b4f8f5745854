"""What a structure types as evidence: shape and wording here, rules in the guards."""

from typing import Any

from django import forms

from directory.delays.in_force import delay
from labelling.evidence.completeness import ENOUGH
from labelling.evidence.enums import InternalBody
from labelling.evidence.models import AssemblyPresentation, InternalPresentation, presentation_seal
from workflows.pages.forms import DayField, LongText
from workflows.pages.uploads import FilesField, WithFiles

MANY = 10_000_000
EITHER = "Une date ou une explication, l’une des deux suffit."
DEBATED = (("yes", "Oui, l’assemblée en a débattu"), ("no", "Non, une information seulement"))


class EvidenceForm(WithFiles):
    """The text and the files of one principle. `seen` is the text the person was looking at."""

    text = LongText(
        label="Ce que fait votre structure",
        required=False,
        max_length=20_000,
        rows=10,
        help_text=f"{ENOUGH}\u00a0caractères au moins. Quelques lignes concrètes\u00a0: qui, quoi, "
        "quand, et ce que cela a changé.",
    )
    uploads = FilesField(label="Ajouter des pièces", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class CommitmentsForm(forms.Form):
    """The charter's free space. `seen` is the digest of the text the person started from."""

    commitments = LongText(
        label="Ma structure s’est engagée, à ce jour, sur",
        max_length=20_000,
        rows=8,
        help_text="Quelques lignes suffisent. Ce texte fait partie de votre dossier.",
        error_messages={"required": "Écrivez au moins une ligne."},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class PresentationForm(WithFiles):
    """The AG and the internal bodies. May be saved in part: what is begun must be coherent.

    `seen` is the seal of what was recorded when the person opened the page.
    """

    held_on = DayField(label="Date de l’assemblée générale", required=False)
    member_count = forms.IntegerField(
        label="Membres convoqués", min_value=1, max_value=MANY, required=False
    )
    present_count = forms.IntegerField(
        label="Membres présents ou représentés", min_value=0, max_value=MANY, required=False
    )
    debated = forms.ChoiceField(
        label="Un débat a-t-il eu lieu\u00a0?",
        choices=DEBATED,
        widget=forms.RadioSelect,
        required=False,
    )
    debate_summary = LongText(label="Ce qui s’est dit", required=False, max_length=5_000, rows=4)
    uploads = FilesField(label="Joindre le procès-verbal", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)

    ASSEMBLY = {
        "held_on": "Indiquez la date de l’AG.",
        "member_count": "Indiquez combien de membres étaient convoqués.",
        "present_count": "Indiquez combien de membres étaient présents ou représentés.",
        "debated": "Dites si un débat a eu lieu.",
    }

    def __init__(self, *data: Any, recorded: dict[str, Any]) -> None:
        """`recorded` is what `recorded_presentation` found: once written, it stays written."""
        super().__init__(data[0] if data else None, data[1] if data else None, initial=recorded)
        oldest = delay("presentation_max_age_months")
        self.fields["held_on"].help_text = f"Moins de {oldest} avant le dépôt du dossier."

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The internal bodies with their two fields, for the page."""
        return [
            {
                "label": body.label,
                "told_on": self[f"{body}_told_on"],
                "not_applicable": self[f"{body}_not_applicable"],
            }
            for body in InternalBody
        ]

    def clean(self) -> dict[str, Any]:
        self._clean_assembly()
        for body in InternalBody:
            self._clean_body(body)
        return self.cleaned_data

    def _clean_assembly(self) -> None:
        begun = any(
            self.cleaned_data.get(name) not in (None, "") or name in self.errors
            for name in [*self.ASSEMBLY, "debate_summary"]
        )
        if not begun and "held_on" not in self.initial:
            return
        for name, message in self.ASSEMBLY.items():
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, message)

    def _clean_body(self, body: InternalBody) -> None:
        day, reason = f"{body}_told_on", f"{body}_not_applicable"
        if self.errors.keys() & {day, reason}:
            return
        told, explained = self.cleaned_data[day], self.cleaned_data[reason]
        if told and explained:
            self.add_error(reason, EITHER)
        elif not told and not explained and day in self.initial:
            self.add_error(day, EITHER)

    @property
    def sound(self) -> bool:
        """Whether all but the files can be kept."""
        return not self.errors.keys() - {"uploads"}

    @property
    def rewritten(self) -> bool:
        """Whether something other than the files differs from what is recorded."""
        return bool({*self.changed_data} - {"uploads", "seen"})

    def assembly(self) -> dict[str, Any] | None:
        """The fields of AssemblyPresentation, or None when nothing of it is written yet."""
        data = self.cleaned_data
        if data["held_on"] is None:
            return None
        return {
            "held_on": data["held_on"],
            "present_count": data["present_count"],
            "member_count": data["member_count"],
            "debated": data["debated"] == "yes",
            "debate_summary": data["debate_summary"],
        }

    def internal_presentations(self) -> dict[str, dict[str, Any]]:
        """By internal body, when it was told or why not applicable; those written only."""
        found = {
            body: {
                "told_on": self.cleaned_data[f"{body}_told_on"],
                "not_applicable": self.cleaned_data[f"{body}_not_applicable"],
            }
            for body in InternalBody
        }
        return {body: values for body, values in found.items() if any(values.values())}


for _body in InternalBody:
    PresentationForm.base_fields |= {
        f"{_body}_told_on": DayField(
            label=f"{_body.label}\u00a0: date de l’information", required=False
        ),
        f"{_body}_not_applicable": forms.CharField(
            label=f"{_body.label}\u00a0: pourquoi c’est sans objet", required=False, max_length=300
        ),
    }


def recorded_presentation(
    assembly: AssemblyPresentation | None, bodies: list[InternalPresentation]
) -> dict[str, Any]:
    """What is written so far, as the initial values of PresentationForm."""
    parts = [assembly, *bodies] if assembly else bodies
    values: dict[str, Any] = {"seen": presentation_seal(parts)}
    if assembly:
        values |= {
            "held_on": assembly.held_on,
            "present_count": assembly.present_count,
            "member_count": assembly.member_count,
            "debated": "yes" if assembly.debated else "no",
            "debate_summary": assembly.debate_summary,
        }
    for told in bodies:
        values[f"{told.body}_told_on"] = told.told_on
        values[f"{told.body}_not_applicable"] = told.not_applicable
    return values
