"""What is typed on a review, by the CRESS that leads it and by the organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from directory.delays.in_force import delay
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.register.numbers import read_number
from labelling.oversight.reviews.enums import Conclusion, Grade, ReviewOrigin
from labelling.oversight.reviews.inputs import EffectChecks
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.models.proposals import REFERABLE
from labelling.oversight.rulebook import OversightRules
from workflows.pages.forms import DayField, LineField, LongText
from workflows.pages.uploads import FilesField, WithFiles

READ_BY_ALL = "L’organisation et le comité le lisent."
MONTHS = "Écrivez un nombre de mois, de 1 à {most}."
BY_THE_CRESS = [
    origin for origin in ReviewOrigin if origin not in (ReviewOrigin.SAMPLING, ReviewOrigin.MONITOR)
]


class OpenForm(forms.Form):
    """Why a recognition is reviewed, and who leads it; of the monitor (`watches`), why alone."""

    origin = forms.ChoiceField(
        label="Ce contrôle est ouvert",
        choices=[(origin.value, origin.label) for origin in BY_THE_CRESS],
        initial=ReviewOrigin.SURVEILLANCE,
    )
    account = LongText(
        label="Pourquoi ce contrôle",
        rows=5,
        max_length=5_000,
        help_text="L’organisation le lit une fois le contrôle notifié. Ne nommez jamais une "
        "personne qui se serait plainte.",
        error_messages={"required": "Dites pourquoi ce contrôle est ouvert."},
    )
    reviewer = forms.ModelChoiceField(
        label="Qui mène ce contrôle",
        queryset=User.objects.none(),
        required=False,
        empty_label="À attribuer plus tard",
    )

    def __init__(
        self, *args: Any, recognition: Recognition, watches: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if watches:
            del self.fields["origin"], self.fields["reviewer"]
            return
        may = OversightRules.reviewer_without_conflict.users_who_may(recognition)
        reviewer: Any = self.fields["reviewer"]
        reviewer.queryset = may.order_by("last_name", "first_name", "pk")


class NumberForm(forms.Form):
    """Which recognition is to be reviewed: `numero` cleans to it."""

    numero = LineField(
        label="Numéro du label ou du référencement",
        max_length=40,
        help_text="Par exemple OSE-2026-0001. La page de l’organisation y mène aussi.",
        error_messages={"required": "Écrivez un numéro."},
    )

    def clean_numero(self) -> Recognition:
        number = read_number(self.cleaned_data["numero"])
        found = Recognition.objects.filter(number=number).first() if number else None
        if found is None:
            raise ValidationError("Aucun label ni référencement ne porte ce numéro.")
        return found


class FindingForm(WithFiles):
    """One thing seen of one commitment of the signed version."""

    commitment = forms.ChoiceField(
        label="Engagement de la charte signée",
        error_messages={"required": "Choisissez l’engagement dont il s’agit."},
    )
    grade = forms.ChoiceField(
        label="Gravité",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites s’il s’agit d’une observation ou d’un écart."},
    )
    seen = LongText(
        label="Ce que vous constatez",
        max_length=5_000,
        help_text=f"Des faits, datés. {READ_BY_ALL}",
        error_messages={"required": "Écrivez ce que vous constatez."},
    )
    uploads = FilesField(label="Ce qui le montre", required=False)

    def __init__(self, *args: Any, review: ComplianceReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        principles = review.signature.version.principles.order_by("position")
        chosen: Any = self.fields["commitment"]
        parts = [(part.key, f"{part.position}. {part}") for part in principles]
        # None is chosen beforehand: a finding on the wrong one is a wrong finding.
        chosen.choices = [("", "Choisissez un engagement"), *parts]


class AnswerForm(WithFiles):
    """What the organisation answers to one finding."""

    answer = LongText(
        label="Votre réponse",
        max_length=5_000,
        error_messages={"required": "Écrivez votre réponse."},
    )
    cause = LongText(
        label="La cause, si l’écart est avéré",
        rows=3,
        max_length=2_000,
        required=False,
        help_text="Ce qui explique l’écart aide à le corriger durablement.",
    )
    uploads = FilesField(label="Vos pièces", required=False)


class CorrectionForm(forms.Form):
    """What is to be corrected, by whom and by when."""

    remedy = LongText(
        label="Ce qui est à faire",
        rows=4,
        max_length=5_000,
        error_messages={"required": "Dites ce qui est à faire."},
    )
    correction = LongText(
        label="Ce qui se corrige tout de suite", rows=2, max_length=2_000, required=False
    )
    owner = LineField(
        label="Qui s’en charge, dans l’organisation",
        max_length=160,
        error_messages={"required": "Dites qui s’en charge."},
    )
    due_on = DayField(label="Au plus tard le")


class DoneForm(WithFiles):
    """What the organisation did."""

    account = LongText(
        label="Ce qui a été fait",
        max_length=5_000,
        error_messages={"required": "Dites ce qui a été fait."},
    )
    uploads = FilesField(label="Ce qui le montre", required=False)


class ConclusionForm(forms.Form):
    """What the reviewer concludes of one finding."""

    conclusion = forms.ChoiceField(
        label="Conclusion",
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une conclusion."},
    )
    reasons = LongText(
        label="Pourquoi",
        rows=4,
        max_length=5_000,
        help_text=READ_BY_ALL,
        error_messages={"required": "Dites pourquoi\u00a0: l’organisation le lit."},
    )
    check_on = DayField(
        label="Vérifier plus tard que la correction tient, le",
        required=False,
        help_text="Laissez vide s’il n’y a rien à vérifier.",
    )


class ReasonForm(forms.Form):
    """Why, in words that stay."""

    reason = LongText(
        label="Motifs",
        max_length=5_000,
        help_text=READ_BY_ALL,
        error_messages={"required": "Indiquez les motifs."},
    )


class DelayForm(ReasonForm):
    due_on = DayField(label="Réponse possible jusqu’au")
    field_order = ("due_on", "reason")


class ReferForm(ReasonForm):
    """What is proposed to the committee, and the terms of a suspension if it chooses one."""

    proposal = forms.ChoiceField(
        label="Ce que vous proposez",
        choices=[(proposal.key, proposal.label) for proposal in REFERABLE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous proposez."},
    )
    months = forms.IntegerField(
        label="Durée d’une suspension, en mois",
        min_value=1,
        initial=3,
        help_text="Si le comité suspend, quoi que vous proposiez.",
    )
    conditions = LongText(
        label="Ce qui lèverait la suspension",
        rows=3,
        max_length=2_000,
        error_messages={"required": "Dites ce qui lèverait une suspension."},
    )
    field_order = ("proposal", "reason", "months", "conditions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = delay("suspension_months").number
        months: Any = self.fields["months"]
        months.max_value = most
        months.validators.append(MaxValueValidator(most))
        months.widget.attrs["max"] = most
        words = MONTHS.format(most=most)
        months.error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), words
        )


class ReassignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label="La personne qui mène ce contrôle",
        queryset=User.objects.none(),
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(self, *args: Any, review: ComplianceReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = OversightRules.reviewer_without_conflict.users_who_may(review)
        chosen: Any = self.fields["assignee"]
        chosen.queryset = may.order_by("last_name", "first_name", "pk")


class EffectsForm(forms.Form):
    """Of each finding to look at again, whether its correction lasts."""

    def __init__(self, *args: Any, review: ComplianceReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = list(review.findings.standing().filter(check_on__isnull=False))
        for finding in self.findings:
            self.fields[f"lasting_{finding.pk}"] = forms.BooleanField(
                label=f"La correction du constat {finding.position} tient", required=False
            )
            self.fields[f"account_{finding.pk}"] = LongText(
                label=f"Ce que vous constatez pour le constat {finding.position}",
                rows=3,
                max_length=2_000,
                error_messages={"required": "Dites ce que vous constatez."},
            )

    def checks(self) -> EffectChecks:
        typed = self.cleaned_data
        return EffectChecks(
            {
                finding.pk: (typed[f"lasting_{finding.pk}"], typed[f"account_{finding.pk}"])
                for finding in self.findings
            }
        )
