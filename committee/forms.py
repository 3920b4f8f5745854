"""Forms of the committee: they check shapes, the operations check rules."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from committee.agenda import candidates
from committee.enums import CASTABLE, MandateRole
from committee.models import Body, College, Mandate, Session
from committee.models.agenda import DEFAULT_QUESTION
from committee.outcomes import QUESTIONS
from directory.forms.choosing import AccountField, OrganisationField
from directory.forms.organisations import required
from workflows.decisions import DecisionOutcome
from workflows.models import Case
from workflows.pages.forms import DayField
from workflows.presentation.french import count


class ChairField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user}, {obj.college}"


class CaseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.reference}" if obj.reference else str(obj.title)


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


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
        help_text="Une adresse, ou « à distance ».",
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
        days = count(settings.OSE_DELAYS["session_notice"], "jour", "jours")
        self.fields[
            "notice_waived_reason"
        ].help_text = (
            f"Les membres reçoivent la convocation et l’ordre du jour {days} avant la séance."
        )


class ChangeSessionForm(SessionForm):
    """The same, for a session already planned. `seen` is its history head when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)


class AddItemForm(forms.Form):
    """A case that waits for the committee, and what the members are asked."""

    case = CaseField(
        label="Dossier",
        queryset=Case.objects.none(),
        empty_label="Choisissez",
        error_messages={
            "required": "Choisissez un dossier.",
            "invalid_choice": "Ce dossier n’attend pas le comité, ou figure à un ordre du jour.",
        },
    )
    question = forms.CharField(
        label="Question posée aux membres",
        max_length=300,
        initial=DEFAULT_QUESTION,
        error_messages={"required": "Écrivez la question posée aux membres."},
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
        help_text="Le texte proposé reprend les faits enregistrés : complétez-le.",
    )


class ReasonForm(forms.Form):
    """A transition that wants its reason."""

    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Écrivez le motif : l’historique le garde."},
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


class CloseVoteForm(forms.Form):
    round = forms.IntegerField(widget=forms.HiddenInput)


class ProposalForm(forms.Form):
    """Another proposal than to validate."""

    proposal = forms.ChoiceField(
        label="Proposition",
        choices=[(outcome.value, question) for outcome, question in QUESTIONS.items()],
        widget=forms.RadioSelect,
        initial=DecisionOutcome.ADJOURNED.value,
    )


class RecusalForm(forms.Form):
    """« Je me déporte », or a recusal that the chair or the CRESS declares for a member."""

    mandate = MemberField(
        label="Membre",
        queryset=Mandate.objects.none(),
        required=False,
        empty_label="Choisissez",
    )
    reason = forms.CharField(
        label="Lien avec ce dossier",
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


class MoveForm(forms.Form):
    earlier = forms.BooleanField(required=False)


class EstablishForm(forms.Form):
    """A new body; its colleges and its rule are ours."""

    name = forms.CharField(
        label="Nom de l’instance", max_length=120, error_messages=required("Indiquez le nom.")
    )


class AppointForm(forms.Form):
    """Who sits, in which college, for whom, how long."""

    user = AccountField(label="Adresse e-mail de la personne")
    college = forms.ModelChoiceField(
        label="Collège",
        queryset=College.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=required("Choisissez le collège."),
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=MandateRole.choices,
        initial=MandateRole.MEMBER,
        widget=forms.RadioSelect,
        error_messages=required("Choisissez le rôle."),
        help_text="La présidence de chaque séance se choisit en la planifiant.",
    )
    organisation = OrganisationField(
        label="Organisation représentée",
        help_text="Le nom ou le numéro SIREN d’une organisation inscrite. Sur ses dossiers, la "
        "personne ne votera pas.",
        none="Aucune\u00a0: la personne ne représente pas d’organisation inscrite",
    )
    starts_on = DayField(label="Premier jour du mandat")
    ends_on = DayField(
        label="Dernier jour du mandat", required=False, help_text="S’il est déjà connu."
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["college"]
        field.queryset = body.colleges.all()

    def clean_role(self) -> MandateRole:
        return MandateRole(self.cleaned_data["role"])


class EndMandateForm(forms.Form):
    """The last day of a mandate, and why."""

    ends_on = DayField(label="Dernier jour du mandat")
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        error_messages=required("Indiquez le motif."),
        help_text="Par exemple démission, ou départ de l’organisation. L’historique le garde.",
    )


class CancelAppointmentForm(forms.Form):
    """Why an appointment is undone."""

    reason = forms.CharField(
        label="Motif",
        max_length=300,
        error_messages=required("Indiquez le motif."),
        help_text="Par exemple erreur de date, ou de personne. L’historique le garde.",
    )
