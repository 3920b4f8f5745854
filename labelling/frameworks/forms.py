"""What the CRESS types to propose a framework."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from directory.charters.enums import PrincipleKey
from labelling.frameworks.enums import COVERABLE
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Framework
from workflows.pages.forms import LineField, LongText
from workflows.pages.uploads import FilesField, WithFiles


class FrameworkForm(WithFiles):
    """What it is, and for each principle that it covers, what in it does so."""

    name = LineField(
        label="Nom du référentiel",
        max_length=160,
        error_messages={"required": "Indiquez son nom."},
    )
    network = LineField(
        label="Réseau qui le porte",
        max_length=160,
        error_messages={"required": "Indiquez qui le porte."},
    )
    website = forms.URLField(
        label="Page publique du référentiel",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse complète, par exemple https://exemple.fr."},
    )
    description = LongText(
        label="Présentation",
        max_length=5_000,
        rows=5,
        help_text="Ce qu’il demande, à qui, et comment il est vérifié. Ce texte devient public.",
        error_messages={"required": "Présentez-le en quelques lignes."},
    )
    uploads = FilesField(label="Documents du référentiel", required=False)

    @property
    def coverage(self) -> list[BoundField]:
        """The field of each principle that may be covered."""
        return [self[f"covers_{key}"] for key in COVERABLE]

    def account(self) -> FrameworkAccount:
        typed = self.cleaned_data
        return FrameworkAccount(
            name=typed["name"],
            network=typed["network"],
            website=typed["website"],
            description=typed["description"],
            coverage={key: typed[f"covers_{key}"] for key in COVERABLE},
        )


for _position, _key in enumerate(PrincipleKey, start=1):
    if _key not in COVERABLE:
        continue
    FrameworkForm.base_fields[f"covers_{_key}"] = LongText(
        label=f"{_position}. {_key.label}",
        required=False,
        max_length=2_000,
        rows=2,
    )


def recorded_account(framework: Framework) -> dict[str, Any]:
    """What is written so far, as the initial values of FrameworkForm. One query."""
    covered = framework.coverages.values_list("principle", "reasons")
    return {
        "name": framework.name,
        "network": framework.network,
        "website": framework.website,
        "description": framework.description,
        **{f"covers_{key}": reasons for key, reasons in covered},
    }
