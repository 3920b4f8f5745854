"""Showing that one speaks for an organisation, claiming it, answering those who do."""

from typing import Any

from django import forms

from directory.memberships.enums import SHOWN_TO_CRESS
from directory.memberships.forms import FunctionField
from directory.memberships.models import Membership
from directory.organisations.forms import required
from directory.organisations.models import Organisation
from directory.people.models import User
from workflows.pages.forms import LongText
from workflows.pages.uploads import UploadField

PROOF_HELP = (
    "Un mandat, le procès-verbal de votre élection, un extrait du registre. PDF, image ou document "
    "bureautique, 20\u00a0Mo au plus. Seules la CRESS et vous le lirez."
)


class ProofField(UploadField):
    """What someone shows of their right to speak for an organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Une preuve que vous la représentez",
            help_text=PROOF_HELP,
            error_messages={"required": "Choisissez un fichier."},
            **kwargs,
        )


class ProofForm(forms.Form):
    """Attaching a proof."""

    proof = ProofField()


class ClaimForm(forms.Form):
    """« Cette organisation est la mienne »."""

    function = FunctionField()
    explanation = LongText(
        label="Ce qui s’est passé",
        max_length=5_000,
        help_text="Depuis quand vous la représentez, et ce que vous savez de la personne qui le "
        "fait ici. Seule la CRESS le lira.",
        error_messages=required("Expliquez en quelques lignes."),
    )
    proof = ProofField(required=False)

    def __init__(self, *args: Any, contested: bool, **kwargs: Any) -> None:
        """`contested`: somebody else represents the organisation here."""
        super().__init__(*args, **kwargs)
        self.contested = contested
        if not contested:
            explanation = self.fields["explanation"]
            explanation.label = "À quel titre"
            explanation.help_text = (
                "Depuis quand vous la représentez, et par quelle décision\u00a0: une élection, une "
                "nomination. Seule la CRESS le lira."
            )


class VerifyForm(forms.Form):
    """What convinced the CRESS."""

    verification = forms.ChoiceField(
        label="Ce qui vous a convaincu",
        choices=[(value, value.label) for value in SHOWN_TO_CRESS],
        widget=forms.RadioSelect,
        error_messages=required("Dites ce qui vous a convaincu."),
    )
    note = LongText(
        label="Ce que vous avez vérifié",
        rows=3,
        max_length=1_000,
        help_text="Une ligne suffit\u00a0: «\u00a0PV de l’AG du 12\u00a0mars, élue "
        "présidente\u00a0». La personne et son organisation la lisent.",
        error_messages=required("Écrivez ce que vous avez vérifié\u00a0: une ligne suffit."),
    )


class ReasonForm(forms.Form):
    """Why the CRESS refuses, or ends something."""

    reason = LongText(
        label="Motif",
        rows=4,
        max_length=2_000,
        help_text="La personne le lit, avec la décision.",
        error_messages=required("Indiquez le motif."),
    )


class MembersField(forms.ModelMultipleChoiceField):
    """Some of the people who act for an organisation."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Membership) -> str:
        said = [str(obj.user), obj.get_role_display().lower(), obj.function]
        return ", ".join(word for word in said if word)


class AcceptClaimForm(VerifyForm):
    """The claimant becomes a confirmed representative; the others stay, or leave."""

    ended = MembersField(
        label="Mettre fin à l’accès de",
        queryset=Membership.objects.none(),
        required=False,
        help_text="Les personnes que vous ne cochez pas gardent leur accès.",
        error_messages={
            "invalid_choice": "L’une de ces personnes n’agit plus pour l’organisation\u00a0: "
            "relisez la liste."
        },
    )
    reason = LongText(
        label="Motif",
        rows=4,
        max_length=2_000,
        help_text="Il est envoyé à la personne qui conteste, et à celles dont l’accès prend fin.",
        error_messages=required("Indiquez le motif."),
    )

    def __init__(self, *args: Any, organisation: Organisation, claimant: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        members = organisation.memberships.active().exclude(user=claimant)
        ended: Any = self.fields["ended"]
        ended.queryset = members.select_related("user").order_by("-role", "since", "pk")
