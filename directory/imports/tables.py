"""A file that people made, CSV or XLSX, as rows of words and days. Nothing in it is evaluated."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

import openpyxl

from directory.imports.columns import named
from directory.imports.issues import ImportRefused, Issue, refused
from workflows.files import megabytes

MOST_BYTES = 5 * 1024 * 1024
MOST_UNZIPPED = 200_000_000
MOST_LABELS = 2_000
MOST_COLUMNS = 60
# As many empty rows, one after another, are the end of the sheet.
END_OF_SHEET = 10_000
MOST_ROWS = 200_000  # the empty ones among them
MOST_TOLD = 50  # merged cells, and formulas beside them
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


class Formula(str):
    """A cell that would be computed: refused where it is read, never computed."""


Cell = str | date
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are those that hold something, each with its number in the file; `headings` go as far
    as they do.

    `stopped_at` is the row where an endless sheet was left, 0 when it was read to its end.
    """

    headings: list[str]
    rows: list[Row]
    stopped_at: int = 0

    def examples(self) -> dict[int, str]:
        """By place, the first thing that the column holds; a column that holds none is no column,
        unless it has a heading."""
        found = {place: "" for place, heading in enumerate(self.headings) if heading}
        for _, cells in self.rows:
            for place, cell in enumerate(cells):
                if cell and not found.get(place):
                    found[place] = shown(cell)
        return dict(sorted(found.items()))


def shown(cell: Cell) -> str:
    """A cell as people write it in France."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


def letter(place: int) -> str:
    """How a spreadsheet calls the column at `place`, from 0: A, B… Z, AA, AB…"""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def read_table(content: bytes) -> Table:
    """The only sheet of `content`, by what it holds, not by its name. Raises ImportRefused."""
    if len(content) > MOST_BYTES:
        raise refused(f"Il dépasse {megabytes(MOST_BYTES)}.")
    is_book = content.startswith(b"PK")
    merged = _merged_in(content) if is_book else []
    filled, stopped_at = _filled(_xlsx_rows(content) if is_book else _csv_rows(content))
    if len(filled) < 2:
        raise refused(
            "Il ne contient aucun label\u00a0: une ligne de titres, puis un label par ligne."
        )
    width = max(_width(cells) for _, cells in filled)
    headings = [str(cell) for cell in filled[0][1][:width]]
    headings += [""] * (width - len(headings))
    table = Table(headings, filled[1:], stopped_at)
    if merged:
        raise ImportRefused([*merged, *_formulas_in(table)])
    return table


def _filled(rows: Iterable[Row]) -> tuple[list[Row], int]:
    """Those that hold something; where an endless sheet was left, or 0."""
    filled: list[Row] = []
    last = 0
    for number, cells in rows:
        if number - last > END_OF_SHEET:
            return filled, number
        if number > MOST_ROWS:
            raise refused(
                "Ses lignes vides sont trop nombreuses\u00a0: supprimez-les, puis renvoyez-le."
            )
        if any(cells):
            filled.append((number, cells))
            last = number
        if len(filled) > MOST_LABELS + 1:
            raise refused(
                f"Il compte plus de {MOST_LABELS} labels\u00a0: envoyez-le en plusieurs fois."
            )
    return filled, 0


def _width(cells: Sequence[Cell]) -> int:
    """How far they go: a sheet has empty columns without end."""
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)


def _formulas_in(table: Table) -> list[Issue]:
    """Those that stand where one of our columns is, said at once with what is refused anyway."""
    places = {place for found in named(table.headings).values() for place in found}
    found = (
        Issue(row, "", f"Collez la valeur de {letter(place)}{row}, qui contient une formule.")
        for row, cells in table.rows
        for place, cell in enumerate(cells)
        if place in places and isinstance(cell, Formula)
    )
    return list(islice(found, MOST_TOLD))


def _xlsx_rows(content: bytes) -> Iterator[Row]:
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        # The size that a sheet says it has may be wrong: rows beyond it would be lost in silence.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            yield number, [_plain(cell.value, is_formula=cell.data_type == "f") for cell in cells]
    except (KeyError, ValueError, TypeError, OSError, SyntaxError, BadZipFile) as error:
        raise refused(
            "Ce classeur ne se lit pas\u00a0: enregistrez-le de nouveau en XLSX."
        ) from error


def _merged_in(content: bytes) -> list[Issue]:
    """Its merged cells. Raises ImportRefused for what would not be read whole: several sheets, a
    bomb."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNZIPPED:
                raise refused("Ce classeur, une fois ouvert, est trop gros.")
            sheets = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
            merged = _MERGED.findall(archive.read(sheets[0])) if len(sheets) == 1 else []
    # The last two: under a password, or packed in a way that nothing here unpacks.
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise refused("Ce n’est ni un fichier CSV, ni un classeur XLSX.") from error
    if len(sheets) != 1:
        raise refused("Le classeur doit contenir une seule feuille, celle des labels.")
    return [
        Issue(_row_of(ref), "", f"Séparez les cellules {ref}, qui sont fusionnées.")
        for ref in (found.decode() for found in islice(merged, MOST_TOLD))
    ]


def _row_of(reference: str) -> int:
    return int(re.findall("[0-9]+", reference)[0])


def _plain(value: object, *, is_formula: bool) -> Cell:
    if is_formula:
        return Formula(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    separators = Counter(char for char in text.partition("\n")[0] if char in ";,\t")
    delimiter = separators.most_common(1)[0][0] if separators else ";"
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(map(_words, reader), start=1)
    except csv.Error as error:
        row = reader.line_num
        raise refused(
            f"Un guillemet n’est pas fermé, ou mal placé, à la ligne {row}.", row=row
        ) from error


def _words(cells: Iterable[str]) -> list[Cell]:
    tidy = [cell.strip() for cell in cells]
    return [Formula(cell) if cell.startswith("=") else cell for cell in tidy[:MOST_COLUMNS]]


def _decoded(content: bytes) -> str:
    """UTF-8, marked or not; else what Windows writes in France, of which Latin-1 is a part."""
    if b"\0" in content:
        raise refused("Ce n’est ni un fichier CSV, ni un classeur XLSX.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
