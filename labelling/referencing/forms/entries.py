"""What an accompanist types line by line: people, references; and what a client said of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.organisations.folding import fold
from directory.organisations.models import Organisation
from directory.organisations.querysets import identified_by
from labelling.referencing.enums import Channel
from labelling.referencing.inputs import Contact, ContactLog, MissionEntry, PersonEntry
from labelling.referencing.models import Mission, TrainedPerson
from labelling.referencing.models.contents import FIRST_YEAR, LAST_YEAR
from workflows.pages.forms import DayField, LineField, LongText
from workflows.pages.uploads import FilesField, WithFiles


class PersonForm(WithFiles):
    """Somebody who followed the half-day training, and the attestation. `seen`: who is changed."""

    name = LineField(
        label="Nom", max_length=160, error_messages={"required": "Indiquez qui a été formé."}
    )
    trained_on = DayField(
        label="Formation suivie le",
        error_messages={"required": "Indiquez quand la formation a été suivie."},
    )
    uploads = FilesField(label="Joindre l’attestation", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)

    def entry(self, pk: int | None) -> PersonEntry:
        return PersonEntry(self.cleaned_data["name"], self.cleaned_data["trained_on"], pk)

    @staticmethod
    def recorded(person: TrainedPerson | None) -> dict[str, Any]:
        if person is None:
            return {}
        return {"name": person.name, "trained_on": person.trained_on, "seen": person.history_head}


class MissionForm(forms.Form):
    """A mission given as a reference, and who may be asked about it."""

    client = LineField(
        label="Client",
        max_length=200,
        help_text="Son nom, ou son numéro SIREN s’il est inscrit ici.",
        error_messages={"required": "Indiquez pour qui était la mission."},
    )
    year = forms.IntegerField(
        label="Année",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Celle où la mission a commencé.",
        error_messages={
            "required": "Indiquez l’année.",
            "invalid": "Écrivez une année, par exemple 2024.",
            "min_value": "Vérifiez l’année.",
            "max_value": "Vérifiez l’année.",
        },
    )
    ended_on = DayField(
        label="Terminée le",
        required=False,
        help_text="Pendant 24\u00a0mois à partir de là, personne de votre organisation "
        "n’instruit ni ne décide un dossier de ce client. Sans date, nous comptons à partir de la "
        "fin de l’année.",
    )
    theme = LineField(
        label="Thème", max_length=160, error_messages={"required": "Indiquez le thème."}
    )
    description = LongText(
        label="Ce qui a été fait",
        max_length=4_000,
        rows=5,
        error_messages={"required": "Dites en quelques lignes ce qui a été fait."},
    )
    with_ess = forms.BooleanField(
        label="Ce client est une organisation de l’économie sociale et solidaire", required=False
    )
    on_improvement = forms.BooleanField(
        label="La mission portait sur l’amélioration continue (RSE, RSO, Guide des bonnes "
        "pratiques), en tout ou partie",
        required=False,
    )
    publishable = forms.BooleanField(
        label="Cette référence peut être publiée dans l’annuaire",
        required=False,
        help_text="Client, année, thème et description. Jamais le contact.",
    )
    contact_name = LineField(
        label="Contact chez ce client",
        max_length=160,
        help_text="La CRESS l’appelle peut-être. Ni le comité ni l’annuaire ne voient ce nom, que "
        "nous effaçons une fois le dossier terminé.",
        error_messages={"required": "Indiquez qui la CRESS peut appeler."},
    )
    contact_email = forms.EmailField(label="Son adresse e-mail", required=False)
    contact_phone = LineField(label="Son téléphone", max_length=40, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)

    def __init__(self, data: Any = None, *, mission: Mission | None = None) -> None:
        super().__init__(data, initial=self.recorded(mission))
        self.mission = mission
        self.on_record: Organisation | None = None

    def clean_client(self) -> str:
        """The organisation on record that the words name, kept aside; or a name."""
        typed: str = self.cleaned_data["client"]
        kept = self.mission is not None and typed == self.mission.client_label
        self.on_record = self.mission.client if kept and self.mission else _on_record(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        reached = data.get("contact_email") or data.get("contact_phone")
        if not reached and not {"contact_email", "contact_phone"} & self.errors.keys():
            self.add_error("contact_email", "Donnez une adresse e-mail ou un téléphone.")
        return data

    def entry(self, pk: int | None) -> MissionEntry:
        data = self.cleaned_data
        return MissionEntry(
            client=self.on_record,
            client_name="" if self.on_record else data["client"],
            year=data["year"],
            ended_on=data["ended_on"],
            theme=data["theme"],
            description=data["description"],
            with_ess=data["with_ess"],
            on_improvement=data["on_improvement"],
            publishable=data["publishable"],
            contact=Contact(data["contact_name"], data["contact_email"], data["contact_phone"]),
            pk=pk,
        )

    @staticmethod
    def recorded(mission: Mission | None) -> dict[str, Any]:
        if mission is None:
            return {}
        contact = getattr(mission, "contact", None)
        return {
            "client": mission.client_label,
            "year": mission.year,
            "ended_on": mission.ended_on,
            "theme": mission.theme,
            "description": mission.description,
            "with_ess": mission.with_ess,
            "on_improvement": mission.on_improvement,
            "publishable": mission.publishable,
            "contact_name": contact.name if contact else "",
            "contact_email": contact.email if contact else "",
            "contact_phone": contact.phone if contact else "",
            "seen": mission.history_head,
        }


def _on_record(typed: str) -> Organisation | None:
    """The organisation that bears this number, or alone bears this very name."""
    numbered = identified_by(typed)
    if numbered is not None:
        found: Organisation | None = Organisation.objects.filter(numbered).first()
        if found is None:
            raise ValidationError(
                "Aucune organisation inscrite ne porte ce numéro\u00a0: écrivez plutôt son nom.",
                code="unknown",
            )
        return found
    same = list(Organisation.objects.filter(folded_name=fold(typed))[:2])
    return same[0] if len(same) == 1 else None


class ContactLogForm(forms.Form):
    """What a client said of a mission."""

    channel = forms.ChoiceField(
        label="Comment",
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment."},
    )
    made_on = DayField(label="Le")
    said = LongText(
        label="Ce qui a été dit",
        max_length=5_000,
        rows=5,
        help_text="Le comité le lit, sans le nom du contact.",
        error_messages={"required": "Écrivez ce qui a été dit."},
    )

    def log(self, mission_id: int) -> ContactLog:
        data = self.cleaned_data
        return ContactLog(mission_id, data["channel"], data["made_on"], data["said"])
