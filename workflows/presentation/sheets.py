"""Tables to take away: one CSV each, or all in a workbook, in which no cell is ever computed."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

Row = Sequence[Any]
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Each row leaves memory once written; a name is text, whatever it begins with.
WORKBOOK = {
    "constant_memory": True,
    "default_date_format": "dd/mm/yyyy",
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table by its `name` (of a file, of a sheet), its heads, and what gives its rows."""

    name: str
    heads: Sequence[str]
    rows: Callable[[], Iterable[Row]]


def harmless(text: str) -> str:
    """`text` as no spreadsheet computes it: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(value: Any) -> str:
    """A cell as text: dates in ISO, in France; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localdate(value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def write_csv(file: IO[bytes], heads: Sequence[str], rows: Iterable[Row]) -> None:
    """UTF-8 with its mark and semicolons: what French spreadsheets open without a question."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads)
    writer.writerows([harmless(plain(cell)) for cell in row] for row in rows)
    text.detach()


def write_book(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """One sheet each, whose first line stays in sight; numbers stay numbers, dates dates."""
    with xlsxwriter.Workbook(file, WORKBOOK) as book:
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            page.set_column(0, len(sheet.heads) - 1, 18)
            page.write_row(0, 0, sheet.heads, bold)
            for number, row in enumerate(sheet.rows(), start=1):
                page.write_row(number, 0, row)
