"""What is typed to revise a charter, to answer its consultation, to sign the new text."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from directory.organisations.models import Organisation
from labelling.instruction.forms.signing import SignatoryForm
from labelling.revisions.enums import Position
from labelling.revisions.inputs import RevisionAccount
from labelling.revisions.models import CharterRevision
from workflows.pages.forms import DayField, LineField, LongText


class RevisionForm(forms.Form):
    """The new text, and what it asks of those who signed the one before."""

    text = LongText(
        label="Le nouveau texte",
        max_length=60_000,
        rows=24,
        help_text="Tel qu’il sera signé, en entier. Le premier paragraphe est le titre\u00a0; "
        "les engagements sont une liste à puces, après une ligne qui finit par "
        "«\u00a0s’engage à\u00a0:\u00a0».",
        error_messages={"required": "Écrivez le nouveau texte."},
    )
    rationale = LongText(
        label="Pourquoi ce texte change",
        max_length=5_000,
        rows=5,
        help_text="Ce paragraphe est publié avec le texte.",
        error_messages={"required": "Dites pourquoi ce texte change."},
    )
    in_force_on = DayField(
        label="Entrée en vigueur prévue",
        help_text="Après la séance du comité qui décidera.",
    )
    transition_asks = LongText(
        label="Ce qui est demandé à qui a signé le texte précédent",
        required=False,
        max_length=5_000,
        rows=4,
        help_text="Laissez vide si rien de nouveau n’est à montrer avant le renouvellement.",
    )
    transition_until = DayField(label="À montrer au plus tard le", required=False)

    def account(self) -> RevisionAccount:
        typed = self.cleaned_data
        return RevisionAccount(
            text=typed["text"],
            rationale=typed["rationale"],
            in_force_on=typed["in_force_on"],
            transition_asks=typed["transition_asks"],
            transition_until=typed["transition_until"],
        )


def recorded_account(revision: CharterRevision) -> dict[str, Any]:
    """What is written so far, as the initial values of RevisionForm."""
    return {name: getattr(revision, name) for name in RevisionForm.base_fields}


class ConsultationForm(forms.Form):
    """Until when one may answer."""

    until = DayField(label="Réponses jusqu’au")


class PartyForm(forms.Form):
    """Somebody asked by name."""

    name = LineField(
        label="Réseau, expert ou institution",
        max_length=160,
        error_messages={"required": "Indiquez à qui vous demandez son avis."},
    )


class AnswerForm(forms.Form):
    """What was answered."""

    position = forms.ChoiceField(
        label="Avis",
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un avis.",
            "invalid_choice": "Choisissez un avis de la liste.",
        },
    )
    words = LongText(
        label="Ce qui est répondu",
        required=False,
        max_length=10_000,
        rows=6,
    )


class SummaryForm(forms.Form):
    """What closes a consultation, published with it."""

    reason = LongText(
        label="Ce qui a été répondu, et ce que cela change",
        max_length=10_000,
        rows=8,
        help_text="Ce bilan est publié. Vous pourrez ensuite reprendre le texte.",
        error_messages={"required": "Dites ce qui a été répondu."},
    )


class OfOrganisation(forms.Form):
    """For which of their organisations the person speaks; the only one is not asked."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Pour quelle organisation",
        error_messages={
            "required": "Choisissez l’organisation.",
            "invalid_choice": "Choisissez une organisation de la liste.",
        },
    )

    def __init__(self, *args: Any, own: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = own
        alone = list(own[:2])
        if len(alone) == 1:
            field.initial, field.widget = alone[0].pk, forms.HiddenInput()


class OpinionForm(OfOrganisation, AnswerForm):
    """What a holder answers: published with the name of its organisation."""

    field_order = ("organisation", "position", "words")


class AlignForm(OfOrganisation, SignatoryForm):
    """The signature of the new text, and what the organisation shows of it."""

    words = LongText(
        label="Ce que vous montrez",
        max_length=10_000,
        rows=8,
        error_messages={"required": "Dites ce que vous montrez."},
    )
    accepted = forms.BooleanField(
        label="J’ai lu le nouveau texte, et j’engage mon organisation à le suivre.",
        widget=forms.CheckboxInput(attrs={"data-no-drafts": ""}),  # consent is given afresh
        error_messages={"required": "Cochez cette case pour signer."},
    )
    field_order = ("organisation", "words", "name", "function", "accepted")
