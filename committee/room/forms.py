"""Forms of the room: they check shapes, the operations check rules."""

from collections.abc import Sequence
from typing import Any

from django import forms

from committee.bodies.models import Mandate
from committee.sessions.models import Session
from committee.voting.enums import CASTABLE
from workflows.deliberation import Proposal


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class ReasonForm(forms.Form):
    """Why a case is put off."""

    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="La structure le reçoit tel quel.",
        error_messages={"required": "Écrivez le motif\u00a0: l’historique le garde."},
    )


class ReasonsForm(forms.Form):
    """The reasons of a decision, which the structure receives."""

    reason = forms.CharField(
        label="Motifs de la décision",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La structure les reçoit tels quels.",
    )


class BallotForm(forms.Form):
    round = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label="Votre voix", choices=[(choice.value, choice.label) for choice in CASTABLE]
    )
    # The answer that the page shows as recorded, when another is asked for.
    recorded = forms.CharField(widget=forms.HiddenInput, required=False)


class CloseVoteForm(forms.Form):
    round = forms.IntegerField(widget=forms.HiddenInput)


class ProposalForm(forms.Form):
    """Another proposal than the one being voted, of those that the case declares."""

    proposal = forms.ChoiceField(label="Proposition", widget=forms.RadioSelect)

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["proposal"]
        field.choices = [(proposal.key, proposal.label) for proposal in proposals]
        field.initial = proposals[0].key if proposals else None


class RecusalForm(forms.Form):
    """« Je me déporte », or a recusal that the chair or the CRESS declares for a member."""

    mandate = MemberField(
        label="Membre",
        queryset=Mandate.objects.none(),
        required=False,
        empty_label="Choisissez",
    )
    reason = forms.CharField(
        label="Lien avec ce point",
        max_length=300,
        error_messages={"required": "Dites en quelques mots quel est ce lien."},
        help_text="Quelques mots suffisent. Le procès-verbal les reprend.",
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mandate"]
        field.queryset = Mandate.objects.sitting(session).select_related("user")


class MarksField(forms.TypedMultipleChoiceField):
    """Keys that the page carries for itself: those of members who left meanwhile among them."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


class AttendanceForm(forms.Form):
    """Who is in the room: one box a member. `seen` are the boxes that were ticked on the page."""

    present = forms.TypedMultipleChoiceField(label="Membres présents", coerce=int, required=False)
    seen = MarksField(coerce=int, required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = Mandate.objects.sitting(session).select_related("user")
        field: Any = self.fields["present"]
        field.choices = [(mandate.pk, mandate.user) for mandate in sitting]
