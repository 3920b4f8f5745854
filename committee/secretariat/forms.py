"""Forms that prepare a session and write its minutes: they check shapes, not rules."""

from typing import Any

from django import forms
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.sessions.candidates import candidates
from committee.sessions.models import Session
from committee.sessions.querysets import TO_BE_HELD
from directory.delays.in_force import delay
from workflows.models import Case
from workflows.pages.forms import DayField
from workflows.presentation.french import enumerate_french, format_date, format_time

MOST_TAKEN = 5  # sessions named beside the date


class ChairField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user}, {obj.college}"


class CaseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.reference}" if obj.reference else str(obj.title)


class SessionForm(forms.Form):
    """When, where, presided by whom."""

    held_on = DayField(label="Date", error_messages={"required": "Indiquez le jour de la séance."})
    starts_at = forms.TimeField(
        label="Heure",
        initial="14:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "Indiquez l’heure de la séance.",
            "invalid": "Écrivez une heure, par exemple 14:00.",
        },
    )
    place = forms.CharField(
        label="Lieu",
        max_length=200,
        help_text="Une adresse, ou «\u00a0à distance\u00a0».",
        error_messages={"required": "Indiquez où se tient la séance."},
    )
    chair = ChairField(
        label="Présidence de la séance",
        queryset=Mandate.objects.none(),
        empty_label="Choisissez",
        error_messages={"required": "Choisissez qui préside."},
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
            .order_by("role", "college__position", "user__last_name")
        )
        notice = delay("session_notice")
        self.fields[
            "notice_waived_reason"
        ].help_text = (
            f"Les membres reçoivent la convocation et l’ordre du jour {notice} avant la séance."
        )


class PlanForm(SessionForm):
    """The same, for a session to plan: the days that are taken are said beside the date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_come = Session.objects.to_come(timezone.localdate()).filter(state__in=TO_BE_HELD)
        taken = [
            f"le {format_date(session.held_on)} à {format_time(session.starts_at)}"
            for session in to_come[:MOST_TAKEN]
        ]
        if taken:
            self.fields["held_on"].help_text = f"Déjà prévu\u00a0: {enumerate_french(taken)}."


class ChangeSessionForm(SessionForm):
    """The same, for a session already planned. `seen` is its history head when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)


class AddItemForm(forms.Form):
    """A case that waits for the committee, and what the members are asked."""

    case = CaseField(
        label="Point à inscrire",
        queryset=Case.objects.none(),
        empty_label="Choisissez",
        error_messages={
            "required": "Choisissez ce que le comité examinera.",
            "invalid_choice": "Ce point n’attend pas le comité, ou figure à un ordre du jour.",
        },
    )
    question = forms.CharField(
        label="Question posée aux membres",
        max_length=300,
        required=False,
        help_text="Sans texte de votre part, la question habituelle est posée.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = candidates()


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label="Texte du procès-verbal",
        widget=forms.Textarea(attrs={"rows": 22}),
        error_messages={"required": "Écrivez le procès-verbal."},
        help_text="Le texte proposé reprend les faits enregistrés\u00a0: complétez-le.",
    )
    # The version of the draft that the page shows, 0 when nobody kept one.
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(forms.Form):
    earlier = forms.BooleanField(required=False)
