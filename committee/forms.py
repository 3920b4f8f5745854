"""Forms of the committee: they check shapes, the operations check rules."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from committee.agenda import candidates
from committee.enums import CASTABLE, CollegeKey
from committee.models import Mandate, Session
from committee.models.agenda import DEFAULT_QUESTION
from committee.outcomes import QUESTIONS
from workflows.decisions import DecisionOutcome
from workflows.models import Case
from workflows.presentation.french import count


class ChairField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user}, {CollegeKey(obj.college.key).label.lower()}"


class CaseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.reference}" if obj.reference else str(obj.title)


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class SessionForm(forms.Form):
    """When, where, presided by whom."""

    held_on = forms.DateField(
        label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts_at = forms.TimeField(
        label="Heure",
        initial="14:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(
        label="Lieu", max_length=200, help_text="Une adresse, ou « à distance »."
    )
    chair = ChairField(
        label="Présidence de la séance",
        queryset=Mandate.objects.none(),
        help_text="La séance est celle de l’instance où siège cette personne.",
    )
    notice_waived_reason = forms.CharField(
        label="Motif, si le délai de convocation est abrégé",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chair: Any = self.fields["chair"]
        chair.queryset = (
            Mandate.objects.on(timezone.localdate())
            .select_related("user", "college")
            .order_by("-role", "college__position", "user__last_name")
        )
        days = count(settings.OSE_DELAYS["session_notice"], "jour", "jours")
        self.fields[
            "notice_waived_reason"
        ].help_text = (
            f"Les membres reçoivent la convocation et l’ordre du jour {days} avant la séance."
        )


class AddItemForm(forms.Form):
    """A case that waits for the committee, and what the members are asked."""

    case = CaseField(label="Dossier", queryset=Case.objects.none(), empty_label="Choisissez")
    question = forms.CharField(
        label="Question posée aux membres", max_length=300, initial=DEFAULT_QUESTION
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = candidates()


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label="Procès-verbal",
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text="Le texte proposé reprend les faits enregistrés : complétez-le.",
    )


class ReasonForm(forms.Form):
    """A transition that wants its reason."""

    reason = forms.CharField(label="Motif", widget=forms.Textarea(attrs={"rows": 2}))


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


class CloseVoteForm(forms.Form):
    round = forms.IntegerField(widget=forms.HiddenInput)


class ProposalForm(forms.Form):
    """Another proposal than a favourable opinion."""

    proposal = forms.ChoiceField(
        label="Proposition",
        choices=[(outcome.value, question) for outcome, question in QUESTIONS.items()],
        widget=forms.RadioSelect,
        initial=DecisionOutcome.ADJOURNED.value,
    )


class RecusalForm(forms.Form):
    """« Je me déporte », or a recusal that the chair or the CRESS declares for a member."""

    mandate = MemberField(label="Membre", queryset=Mandate.objects.none(), required=False)
    reason = forms.CharField(
        label="Ce qui lie à ce dossier",
        max_length=300,
        help_text="Quelques mots suffisent. Le procès-verbal les reprend.",
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mandate"]
        field.queryset = Mandate.objects.sitting(session).select_related("user")


class AttendanceForm(forms.Form):
    """Who is in the room: one box a member."""

    present = forms.ModelMultipleChoiceField(
        label="Membres présents", queryset=Mandate.objects.none(), required=False
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = Mandate.objects.sitting(session)


class MoveForm(forms.Form):
    earlier = forms.BooleanField(required=False)
