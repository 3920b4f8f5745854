"""One row of a file, read as a label: its words and days, each checked where it stands."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError

from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from directory.delays.enums import Unit
from directory.delays.in_force import delay
from directory.delays.lengths import Length
from directory.imports.columns import COLUMNS, Places
from directory.imports.issues import ImportRefused, Issue
from directory.imports.tables import Cell, Formula, Row, Table
from directory.organisations.departments import DEPARTMENTS
from directory.organisations.identifiers import Identifier, parse_identifier
from directory.organisations.legal_forms import eligibility, needs_evidence
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.validity import (
    LAW_OF_2014,
    end_of_validity,
    longest_extension,
    series_of,
    validity_years,
)
from workflows.numbering import number_in
from workflows.pages.forms import DayField
from workflows.presentation.french import format_date
from workflows.presentation.lines import one_line

LABELS = {column.key: column.label for column in COLUMNS}
REQUIRED = {column.key for column in COLUMNS if column.required}
LENGTHS = {"name": 200, "city": 120, "signatory": 160, "function": 120}
HIGHEST = 9_999
# A file shows no document: its columns say what a declaration proves.
COMPANY = (
    "Une société commerciale entre dans la démarche si elle est agréée ESUS, ou si elle est une "
    "coopérative (SCOP, SCIC…)\u00a0: écrivez «\u00a0oui\u00a0» dans la colonne "
    "«\u00a0ESUS\u00a0» ou «\u00a0Coopérative\u00a0»."
)
YES, NO = {"oui", "o", "x", "1", "vrai", "true"}, {"", "non", "n", "0", "faux", "false"}
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ImportedLabel:
    """What one row says; `row` is its place in the file.

    `usual_end` is the day that the rule gives: past it, the label was extended.
    """

    row: int
    number: str
    identifier: Identifier
    name: str
    legal_form: str
    department: str
    city: str
    esus: bool
    declared_cooperative: bool
    valid_from: date
    valid_until: date
    usual_end: date
    version: CharterVersion
    signed_on: date
    signatory: str
    function: str

    @property
    def is_short(self) -> bool:
        """Whether it ends before the day that the rule gives."""
        return self.valid_until < self.usual_end

    @property
    def is_extended(self) -> bool:
        return self.valid_until > self.usual_end

    @property
    def series(self) -> str:
        return self.number.rpartition("-")[0]

    @property
    def rank(self) -> int:
        return int(self.number.rpartition("-")[2])


def read_labels(table: Table, places: Places, *, today: date) -> list[ImportedLabel]:
    """Every row of `table`, read. Raises ImportRefused with all that is wrong in all of them."""
    published = CharterVersion.objects.published(CharterKind.STRUCTURES)
    versions = {str(version.number): version for version in published}
    labels, issues = [], []
    for row in table.rows:
        reader = _Reader(row, places)
        label = _label(reader, versions, today)
        issues += reader.issues
        if label is not None:
            labels.append(label)
    issues += _repeated(labels)
    if issues:
        raise ImportRefused(sorted(issues, key=lambda issue: issue.row))
    return labels


class _Reader:
    """The cells of one row; `issues` fills with what is wrong in them."""

    def __init__(self, row: Row, places: Places) -> None:
        self.row, self.cells = row
        self.places = places
        self.issues: list[Issue] = []

    def wrong(self, key: str, message: str) -> None:
        self.issues.append(Issue(self.row, LABELS[key], message))

    def cell(self, key: str) -> Cell:
        """Empty where the column, or the end of the row, is missing."""
        place = self.places.get(key)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def read(self, key: str, parse: Callable[[Cell], Read]) -> Read | None:
        cell = self.cell(key)
        if isinstance(cell, Formula):
            self.wrong(key, "C’est une formule\u00a0: collez-en la valeur.")
        elif not cell and key in REQUIRED:
            self.wrong(key, "Cette cellule est vide.")
        else:
            try:
                return parse(cell)
            except ValidationError as error:
                self.wrong(key, error.messages[0])
        return None

    def words(self, key: str) -> str | None:
        def parse(cell: Cell) -> str:
            words = one_line(str(cell))
            if len(words) > LENGTHS[key]:
                raise ValidationError(f"{LENGTHS[key]} caractères au plus.")
            return words

        return self.read(key, parse)


def _label(
    reader: _Reader, versions: dict[str, CharterVersion], today: date
) -> ImportedLabel | None:
    """None when something is wrong, which `reader` then says."""

    def charter(cell: Cell) -> CharterVersion:
        found = versions.get(re.sub(r"(?i)^v(ersion)?\s*", "", str(cell)))
        if found is None:
            raise ValidationError(
                f"Aucune version publiée de la charte n’a le numéro «\u00a0{cell}\u00a0»."
            )
        return found

    starts = reader.read("valid_from", _first_day)
    usual = None if starts is None else _usual_end(starts)
    values = {
        "number": reader.read("number", _number),
        "identifier": reader.read("identifier", lambda cell: parse_identifier(str(cell))),
        "name": reader.words("name"),
        "legal_form": reader.read("legal_form", _legal_form),
        "department": reader.read("department", _department),
        "city": reader.words("city"),
        "esus": reader.read("esus", _yes),
        "declared_cooperative": reader.read("declared_cooperative", _yes),
        "valid_from": starts,
        "valid_until": reader.read("valid_until", _maybe_day) or usual,
        "usual_end": usual,
        "version": reader.read("charter", charter),
        "signed_on": reader.read("signed_on", _day),
        "signatory": reader.words("signatory"),
        "function": reader.words("function"),
    }
    if reader.issues:
        return None
    label = ImportedLabel(row=reader.row, **values)  # type: ignore[arg-type]
    _check_together(label, reader, today)
    return None if reader.issues else label


def _check_together(label: ImportedLabel, reader: _Reader, today: date) -> None:
    found = eligibility(
        label.legal_form, esus=label.esus, declared_cooperative=label.declared_cooperative
    )
    if found.reason_fr:
        is_shown_here = needs_evidence(label.legal_form)
        reader.wrong("legal_form", COMPANY if is_shown_here else found.reason_fr)
    if label.valid_until <= label.valid_from:
        reader.wrong("valid_until", "La fin vient avant le début.")
    elif label.valid_until < today:
        ended = format_date(label.valid_until)
        reader.wrong(
            "valid_until",
            f"Ce label a pris fin le {ended}\u00a0: seuls les labels en cours sont repris.",
        )
    elif label.valid_until > longest_extension(label.usual_end):
        reader.wrong("valid_until", _too_long(label.valid_from, label.usual_end))
    if label.valid_from > today:
        reader.wrong("valid_from", "Ce jour n’est pas encore venu.")
    if label.signed_on > label.valid_from:
        reader.wrong("signed_on", "La charte doit être signée avant le début du label.")
    if int(label.series.rpartition("-")[2]) > today.year:
        reader.wrong("number", "Cette année n’est pas encore venue.")


def _repeated(labels: list[ImportedLabel]) -> Iterator[Issue]:
    """One number, or one organisation, on two rows."""
    numbers: dict[str, int] = {}
    holders: dict[str, int] = {}
    for label in labels:
        first = numbers.setdefault(label.number, label.row)
        if first != label.row:
            yield Issue(label.row, LABELS["number"], f"{label.number} est déjà à la ligne {first}.")
        known_as = label.identifier.siren or label.identifier.value
        first = holders.setdefault(known_as, label.row)
        if first != label.row:
            words = f"Cette organisation est déjà à la ligne {first}\u00a0: un seul label court."
            yield Issue(label.row, LABELS["identifier"], words)


def _number(cell: Cell) -> str:
    series = series_of(RecognitionKind.LABEL)
    number = number_in(str(cell), series=series)
    _, _, rank = number.rpartition("-")
    if not number.startswith(f"{series}-") or not 0 < int(rank) <= HIGHEST:
        raise ValidationError(f"Un numéro s’écrit {series}-2024-0012.")
    return number


def _day(cell: Cell) -> date:
    if isinstance(cell, date):
        DayField().validate(cell)
        return cell
    if french := _FRENCH_DAY.fullmatch(cell):
        day, month, year = map(int, french.groups())
    elif iso := _ISO_DAY.fullmatch(cell):
        year, month, day = map(int, iso.groups())
    else:
        raise ValidationError(
            f"«\u00a0{cell}\u00a0» n’est pas une date\u00a0: écrivez-la JJ/MM/AAAA."
        )
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValidationError(f"Le {cell} n’existe pas dans le calendrier.") from None
    DayField().validate(found)
    return found


def _first_day(cell: Cell) -> date:
    found = _day(cell)
    if found < LAW_OF_2014:
        raise ValidationError(
            f"Aucun label n’a commencé avant le {format_date(LAW_OF_2014)}, jour de la loi sur "
            "laquelle il repose."
        )
    return found


def _maybe_day(cell: Cell) -> date | None:
    return _day(cell) if cell else None


def _usual_end(starts: date) -> date:
    return end_of_validity(starts, validity_years(starts, RecognitionKind.LABEL))


def _too_long(starts: date, usual: date) -> str:
    years = Length(validity_years(starts, RecognitionKind.LABEL), Unit.YEAR)
    return (
        f"Un label dure {years}, et se prolonge de {delay('extension_months')} au plus\u00a0: "
        f"commencé le {format_date(starts)}, il prend fin au plus tard le "
        f"{format_date(longest_extension(usual))}."
    )


def _legal_form(cell: Cell) -> str:
    code = str(cell).partition(" ")[0]
    if not re.fullmatch("[0-9]{4}", code):
        raise ValidationError("Donnez la catégorie juridique de l’INSEE, par exemple 9220.")
    return code


def _department(cell: Cell) -> str:
    code = str(cell).upper().zfill(2)
    if code not in DEPARTMENTS:
        raise ValidationError(
            f"«\u00a0{cell}\u00a0» n’est pas un département\u00a0: écrivez son numéro."
        )
    return code


def _yes(cell: Cell) -> bool:
    words = str(cell).lower()
    if words not in YES | NO:
        raise ValidationError("Écrivez oui ou non.")
    return words in YES
