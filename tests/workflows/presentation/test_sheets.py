"""Tables to take away: what a spreadsheet opens is what was written, and nothing runs in it."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from workflows.presentation.sheets import Sheet, harmless, write_book, write_csv

HEADS = ("Nom", "Le", "Nombre")
ROWS = [("=1+1", date(2026, 3, 2), 3), ("Les Jardins", None, 0)]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(begins: str) -> None:
    assert harmless(f"{begins}1+1") == f"'{begins}1+1"
    assert harmless(f"Les Jardins {begins}") == f"Les Jardins {begins}"


def test_a_csv_is_what_french_spreadsheets_open() -> None:
    file = BytesIO()
    write_csv(file, HEADS, ROWS)
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Nom;Le;Nombre", "'=1+1;2026-03-02;3", "Les Jardins;;0"]


def test_a_workbook_has_text_where_a_name_looks_like_a_formula() -> None:
    file = BytesIO()
    write_book(file, [Sheet("feuille", HEADS, lambda: ROWS)])
    sheet = openpyxl.load_workbook(file)["feuille"]
    assert [cell.value for cell in sheet[1]] == list(HEADS)
    name, day, number = sheet[2]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert day.value.date() == date(2026, 3, 2)
    assert number.value == 3
