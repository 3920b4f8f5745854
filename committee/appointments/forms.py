"""Forms of « Le comité »: they check shapes, the operations check rules."""

from typing import Any

from django import forms

from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, College
from directory.organisations.forms import OrganisationField, required
from directory.people.forms import AccountField
from workflows.pages.forms import DayField


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
        help_text="Le nom ou le numéro SIREN d’une organisation inscrite. Sur ce qui la "
        "concerne, la personne ne votera pas.",
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
