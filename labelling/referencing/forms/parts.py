"""What an accompanist types of itself: shape and wording here, rules in the guards.

Each part may be saved unfinished: its page says what it still lacks.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from directory.annuaire.enums import Domain
from directory.organisations.departments import (
    DEPARTMENTS,
    PAYS_DE_LA_LOIRE,
    department_choices,
)
from directory.organisations.folding import fold
from labelling.referencing.inputs import Offer, Territory
from labelling.referencing.models import Referencing
from labelling.referencing.models.referencing import OFFER, STANDING, TERRITORY
from labelling.referencing.reading.commitments import Group
from labelling.referencing.reading.completeness import ENOUGH
from workflows.pages.forms import DayField, LongText
from workflows.pages.uploads import FilesField, WithFiles

KINDS = (
    ("accompanies", "Accompagnement\u00a0: vous cheminez avec une organisation"),
    ("trains", "Formation\u00a0: vous formez ses équipes ou ses élus"),
)
_CODES = {fold(name): code for code, name in DEPARTMENTS.items()}


class StandingForm(WithFiles):
    """Until when the ESUS approval runs, and the order that grants it."""

    esus_until = DayField(
        label="Votre agrément ESUS court jusqu’au",
        required=False,
        help_text="La date de fin est sur l’arrêté du préfet. Dernier jour compris.",
    )
    uploads = FilesField(label="Joindre l’arrêté d’agrément", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def recorded(referencing: Referencing) -> dict[str, Any]:
        return {"esus_until": referencing.esus_until, "seen": referencing.digest_of(STANDING)}


class OfferForm(forms.Form):
    """What the organisation does, as the annuaire will say it."""

    presentation = LongText(
        label="Présentation",
        required=False,
        max_length=4_000,
        rows=7,
        help_text=f"{ENOUGH}\u00a0caractères au moins\u00a0: qui vous êtes, comment vous "
        "travaillez. L’annuaire la publie telle quelle.",
    )
    website = forms.URLField(
        label="Site",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse, par exemple https://exemple.fr."},
    )
    kinds = forms.MultipleChoiceField(
        label="Vous proposez",
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    whole_approach = forms.BooleanField(
        label="La démarche d’amélioration continue dans son ensemble",
        required=False,
        help_text="Ses enjeux, sa méthode, ses étapes, jusqu’au plan d’actions.",
    )
    domains = forms.MultipleChoiceField(
        label="Des actions précises, dans ces domaines",
        choices=Domain.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les six domaines."},
    )
    private_part = forms.BooleanField(
        label="Vous souhaitez utiliser la partie privée d’ESS Pratiques avec vos clients",
        required=False,
        help_text="Pour qui accompagne la démarche dans son ensemble\u00a0: la charte demande "
        "alors une formation d’une demi-journée à chaque personne qui s’en sert.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def offer(self) -> Offer:
        data = self.cleaned_data
        return Offer(
            presentation=data["presentation"],
            website=data["website"],
            accompanies="accompanies" in data["kinds"],
            trains="trains" in data["kinds"],
            whole_approach=data["whole_approach"],
            domains=data["domains"],
            private_part=data["private_part"],
        )

    @staticmethod
    def recorded(referencing: Referencing) -> dict[str, Any]:
        return {
            "presentation": referencing.presentation,
            "website": referencing.website,
            "kinds": [name for name, _ in KINDS if getattr(referencing, name)],
            "whole_approach": referencing.whole_approach,
            "domains": referencing.domains,
            "private_part": referencing.private_part,
            "seen": referencing.digest_of(OFFER),
        }


class TerritoryForm(forms.Form):
    """Where: the departments of the region to tick, the others to write."""

    region = forms.MultipleChoiceField(
        label="Dans les Pays de la Loire",
        choices=department_choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    departments = forms.CharField(
        label="Ailleurs en France",
        required=False,
        max_length=1_500,
        help_text="Les numéros ou les noms des départements, séparés par des virgules. Par exemple "
        "35, Morbihan, 79.",
    )
    at_a_distance = forms.BooleanField(label="Vous intervenez aussi à distance", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def territory(self) -> Territory:
        """Codes, and as typed what is none: a guard says so."""
        typed = [*self.cleaned_data["region"], *_codes_in(self.cleaned_data["departments"])]
        return Territory(typed, at_a_distance=self.cleaned_data["at_a_distance"])

    @staticmethod
    def recorded(referencing: Referencing) -> dict[str, Any]:
        held = referencing.departments
        elsewhere = [DEPARTMENTS[code] for code in held if code not in PAYS_DE_LA_LOIRE]
        return {
            "region": [code for code in held if code in PAYS_DE_LA_LOIRE],
            "departments": ", ".join(elsewhere),
            "at_a_distance": referencing.at_a_distance,
            "seen": referencing.digest_of(TERRITORY),
        }


def _codes_in(text: str) -> Iterator[str]:
    """The codes that `text` names, by number or by name; any other word, as it is typed."""
    for word in re.split(r"[,;\n]", text):
        if typed := word.strip():
            code = typed.upper().zfill(2)
            yield code if code in DEPARTMENTS else _CODES.get(fold(typed), typed)


class CommitmentsForm(forms.Form):
    """One box a commitment, group by group. `version` is the digest of the charter on the page."""

    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            self.fields[group.key.value] = forms.TypedMultipleChoiceField(
                label=group.text,
                choices=[(item.rank, item.text) for item in group.commitments],
                coerce=int,
                required=False,
                initial=[item.rank for item in group.commitments if item.accepted],
                widget=forms.CheckboxSelectMultiple(attrs={"data-no-drafts": ""}),
            )

    @property
    def rows(self) -> list[tuple[Group, Any]]:
        """Each group with its boxes, for the page."""
        return [(group, self[group.key.value]) for group in self.groups]

    @property
    def accepted(self) -> dict[str, list[int]]:
        return {group.key.value: self.cleaned_data[group.key.value] for group in self.groups}


class PieceForm(WithFiles):
    """The files of one slot."""

    uploads = FilesField(label="Joindre", required=False)
