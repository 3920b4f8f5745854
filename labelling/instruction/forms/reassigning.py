"""Who takes the instruction over."""

from typing import Any

from django import forms

from directory.people.models import User
from labelling.instruction.models import Application
from labelling.rulebook import LabellingRules


class PersonField(forms.ModelChoiceField):
    """One person among several, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ReassignForm(forms.Form):
    """Who takes the instruction over, among those who may, and why; from whom, on the page seen."""

    assignee = PersonField(
        label="Nouvelle personne en charge",
        queryset=User.objects.none(),
        empty_label="Choisissez une personne",
        error_messages={"required": "Choisissez à qui confier le dossier."},
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=500,
        help_text="Par exemple un départ ou un congé. Il reste dans l’historique.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        may = LabellingRules.instructor_without_conflict.users_who_may(application)
        # Once sent, the law says who has it already: someone may have been given it meanwhile.
        offered = may if self.is_bound else may.exclude(pk=application.assignee_id)
        field.queryset = offered.order_by("last_name", "first_name")
        self.fields["seen"].initial = application.assignee_id
