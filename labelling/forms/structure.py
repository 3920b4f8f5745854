"""What a structure types: shape and wording here, rules in the guards."""

from typing import Any

from django import forms

from labelling.enums import Approach, FrameworkState, InternalBody
from labelling.forms.fields import FilesField, WithFiles
from labelling.models import AssemblyPresentation, Framework, InternalPresentation
from labelling.models.evidence import presentation_seal
from workflows.pages.forms import DayField, LineField, LongText

MANY = 10_000_000
EITHER = "Une date ou une explication, l’une des deux suffit."
DEBATED = (("yes", "Oui, l’assemblée en a débattu"), ("no", "Non, une information seulement"))


class OpenForm(forms.Form):
    """Which approach the dossier follows."""

    approach = forms.ChoiceField(
        label="Démarche suivie",
        choices=Approach.choices,
        initial=Approach.ESS_PRATIQUES,
        widget=forms.RadioSelect,
        help_text="ESS Pratiques, ou un autre référentiel reconnu par le comité.",
    )
    framework = forms.ModelChoiceField(
        label="Référentiel",
        queryset=Framework.objects.none(),
        required=False,
        empty_label="Choisissez un référentiel",
        help_text="Seulement si vous suivez un référentiel reconnu.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["framework"]
        field.queryset = Framework.objects.filter(state=FrameworkState.RECOGNISED)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        follows = data.get("approach") == Approach.FRAMEWORK
        if follows and not data.get("framework") and "framework" not in self.errors:
            self.add_error("framework", "Choisissez le référentiel que vous suivez.")
        if not follows:
            data["framework"] = None
        return data


class SignForm(forms.Form):
    """The signature. `digest` is that of the text on the page: what was read is what is signed."""

    name = LineField(
        label="Nom du signataire",
        max_length=160,
        error_messages={"required": "Indiquez qui signe."},
    )
    function = LineField(
        label="Fonction",
        max_length=120,
        help_text="Par exemple présidente, gérant, directrice.",
        error_messages={"required": "Indiquez à quel titre vous signez."},
    )
    accepted = forms.BooleanField(
        label="J’ai lu la charte, et j’engage ma structure à en suivre les six principes.",
        error_messages={"required": "Cochez cette case pour signer."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class EvidenceForm(WithFiles):
    """The text and the files of one principle. `seen` is the text the person was looking at."""

    text = LongText(
        label="Ce que fait votre structure",
        required=False,
        max_length=20_000,
        rows=10,
        help_text="Quelques lignes concrètes\u00a0: qui, quoi, quand, et ce que cela a changé.",
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

    def told(self) -> dict[str, dict[str, Any]]:
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


class AnswerForm(WithFiles):
    """The answer to one requested item. Empty for now is fine: the person answers in any order.

    `seen` is the answer the person was looking at.
    """

    answer = LongText(label="Votre réponse", required=False, max_length=20_000, rows=4)
    uploads = FilesField(label="Joindre des pièces", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        answered = self.cleaned_data.get("answer")
        if not answered and (self.initial.get("answer") or self.accepted):
            self.add_error("answer", "Écrivez votre réponse, même en une ligne.")
        return self.cleaned_data


class MessageForm(WithFiles):
    """A message on the dossier."""

    body = LongText(
        label="Votre message",
        max_length=5_000,
        rows=4,
        error_messages={"required": "Écrivez votre message."},
    )
    uploads = FilesField(label="Joindre des pièces", required=False)


class AppealForm(forms.Form):
    """The grounds of an appeal."""

    reason = LongText(
        label="Motifs du recours",
        max_length=10_000,
        rows=8,
        help_text="Dites ce que vous contestez, et pourquoi. Le comité lira ce texte.",
        error_messages={"required": "Indiquez le motif."},
    )


class WithdrawForm(forms.Form):
    """Why a dossier is given up."""

    reason = LongText(
        label="Pourquoi",
        required=False,
        max_length=2_000,
        rows=3,
        help_text="La CRESS lira ce motif. Il reste dans l’historique.",
    )
