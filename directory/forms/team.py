"""Composing the team of the CRESS."""

from django import forms

from directory.enums import CressGroup
from directory.forms.choosing import AccountField


class JoinTeamForm(forms.Form):
    """Who joins the team, to do what."""

    user = AccountField(label="Adresse e-mail")
    group = forms.ChoiceField(
        label="À quel titre",
        choices=[
            (CressGroup.INSTRUCTOR, "Instruction\u00a0: examine les dossiers déposés"),
            (
                CressGroup.MANAGER,
                "Direction\u00a0: examine les dossiers, convoque le comité, nomme ses membres et "
                "compose l’équipe",
            ),
        ],
        initial=CressGroup.INSTRUCTOR,
        widget=forms.RadioSelect,
    )

    def clean_group(self) -> CressGroup:
        return CressGroup(self.cleaned_data["group"])
