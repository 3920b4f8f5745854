"""The register as open data: one row a label, under stable names, and the schema that says so.

The columns are a contract: one may be added at the end, none changes its name or its meaning.
Schema: Table Schema (Frictionless Data). Licence: Licence Ouverte 2.0 (Etalab).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max

from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.recognitions.verification import VALIDITIES, validity_on
from workflows.presentation.links import absolute

LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
ALWAYS: Mapping[str, Any] = {"required": True}
BATCH = 2_000  # rows read at once


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its `name` for programs, what it holds, and the field that it is read from.

    It always holds something, unless its `constraints` say otherwise.
    """

    name: str
    title: str
    description: str
    source: str
    type: str = "string"
    constraints: Mapping[str, Any] = field(default_factory=lambda: ALWAYS)


STATES = sorted({validity.word.lower() for validity in VALIDITIES.values()})
COLUMNS = (
    Column(
        "numero",
        "Numéro du label",
        "Ne change jamais et ne sert qu’une fois.",
        source="number",
        constraints={**ALWAYS, "unique": True, "pattern": r"^OSE-\d{4}-\d{4,}$"},
    ),
    Column("organisation", "Organisation", "Nom déclaré.", source="organisation__name"),
    Column("siren", "SIREN", "Neuf chiffres.", source="organisation__siren", constraints={}),
    Column("rna", "RNA", "Numéro d’association.", source="organisation__rna", constraints={}),
    Column(
        "categorie_juridique",
        "Catégorie juridique",
        "Code de l’INSEE, niveau III.",
        source="organisation__legal_form",
    ),
    Column("departement", "Département", "Code.", source="organisation__department"),
    Column("commune", "Commune", "Du siège.", source="organisation__city", constraints={}),
    Column(
        "etat",
        "État ce jour",
        "Ce que vaut le label le jour de l’export.",
        source="state",
        constraints={**ALWAYS, "enum": STATES},
    ),
    Column("valable_du", "Valable à partir du", "Premier jour.", "valid_from", "date"),
    Column("valable_jusqu_au", "Valable jusqu’au", "Dernier jour.", "valid_until", "date"),
    Column("suspendu_le", "Suspendu le", "S’il l’est.", "suspended_on", "date", {}),
    Column("termine_le", "Terminé le", "S’il ne court plus.", "ended_on", "date", {}),
    Column(
        "charte_version",
        "Version de la charte signée",
        "Son texte est à l’adresse /charte/<version>/.",
        "signature__version__number",
        "integer",
    ),
    Column("page", "Page publique", "Où chacun le vérifie.", source="number"),
)
NAMES = [column.name for column in COLUMNS]


def schema() -> dict[str, Any]:
    """The Table Schema of the rows."""
    return {
        "$schema": "https://frictionlessdata.io/schemas/table-schema.json",
        "name": "labels-ose",
        "title": "Labels OSE des Pays de la Loire",
        "description": "Les labels attribués, un par ligne, quel que soit leur état. Un label "
        "renouvelé laisse la place au suivant.",
        "fields": [
            {
                "name": column.name,
                "title": column.title,
                "description": column.description,
                "type": column.type,
                "constraints": dict(column.constraints),
            }
            for column in COLUMNS
        ],
        "primaryKey": "numero",
        "missingValues": [""],
        "licenses": [LICENCE],
    }


def rows(today: date) -> Iterator[tuple[Any, ...]]:
    """Every label of the register in the order it was granted: text, `date`, int or None.

    Read a batch at a time, so that memory does not grow with the register.
    """
    sources = [column.source for column in COLUMNS]
    state, until, page = (NAMES.index(name) for name in ("etat", "valable_jusqu_au", "page"))
    base = absolute("/registre/")
    found = Recognition.objects.public().order_by("pk").values_list(*sources)
    for row in found.iterator(chunk_size=BATCH):
        cells = list(row)
        cells[state] = validity_on(today, row[state], row[until]).word.lower()
        cells[page] = f"{base}{row[page]}/"
        yield tuple(cells)


def stamp(today: date) -> str:
    """What changes when a row may have: the day, and the last line of both histories. Two queries.

    A label expires by the day alone, so that the day counts.
    """
    heads = [
        model.history.aggregate(last=Max("history_id"))["last"] or 0
        for model in (Recognition, Organisation)
    ]
    return "-".join([today.isoformat(), *map(str, heads)])
