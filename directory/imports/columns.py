"""The columns of a file of labels, and which of its headings is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.imports.issues import ImportRefused, Issue
from directory.organisations.folding import fold


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is its heading as we write it; `others` are those that people write for it."""

    key: str
    label: str
    others: tuple[str, ...] = ()
    required: bool = True


COLUMNS = (
    Column("number", "Numéro", ("numéro du label", "n°", "label")),
    Column("identifier", "SIREN ou RNA", ("siren", "siret", "rna", "identifiant")),
    Column("name", "Nom", ("organisation", "structure", "raison sociale")),
    Column("legal_form", "Catégorie juridique", ("forme juridique", "code juridique")),
    Column("department", "Département", ("dpt", "code département")),
    Column("city", "Commune", ("ville",), required=False),
    Column("esus", "ESUS", ("agrément esus",), required=False),
    Column("declared_cooperative", "Coopérative", ("forme coopérative",), required=False),
    Column("valid_from", "Valable du", ("début", "date de début", "date de validation")),
    Column("valid_until", "Valable au", ("fin", "date de fin", "valable jusqu’au"), required=False),
    Column("charter", "Version de la charte", ("charte", "version")),
    Column("signed_on", "Charte signée le", ("date de signature", "signée le")),
    Column("signatory", "Signataire", ("signée par", "nom du signataire")),
    Column("function", "Fonction", ("fonction du signataire", "qualité"), required=False),
)
Places = Mapping[str, int]


def named(headings: Sequence[str]) -> dict[str, list[int]]:
    """By column, the places of the headings that people write for it; several may do so."""
    folded = [fold(heading.strip()) for heading in headings]
    found = {}
    for column in COLUMNS:
        names = {fold(name) for name in (column.label, *column.others)}
        found[column.key] = [place for place, heading in enumerate(folded) if heading in names]
    return found


def matched(headings: Sequence[str]) -> dict[str, int]:
    """By column, the place of the heading that names it. Raises ImportRefused: missing, twice."""
    places, issues = {}, []
    for column, found in zip(COLUMNS, named(headings).values(), strict=True):
        if len(found) > 1:
            words = ", ".join(f"«\u00a0{headings[place]}\u00a0»" for place in found)
            issues.append(Issue(1, column.label, f"Plusieurs colonnes pour elle\u00a0: {words}."))
        elif found:
            places[column.key] = found[0]
        elif column.required:
            issues.append(Issue(1, column.label, "Cette colonne manque."))
    if issues:
        raise ImportRefused(issues)
    return places


def is_complete(places: Places) -> bool:
    """Whether every column that no label goes without has its place."""
    return all(column.key in places for column in COLUMNS if column.required)
