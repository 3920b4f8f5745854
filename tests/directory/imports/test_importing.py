"""Labels that exist already come in from a spreadsheet: all of them, or none."""

import json
import re
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.charters.models import Signature
from directory.imports.columns import matched
from directory.imports.issues import ImportRefused
from directory.imports.models import LabelImport
from directory.imports.operations import Report, examine, import_labels
from directory.imports.tables import Table, read_table
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from tests import factories
from tests.committee import making
from tests.directory.imports.making import HEADINGS, book, row, text, year
from tests.proof import problems
from workflows.actors import Actor
from workflows.models import Counter
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db

ACTOR = Actor.system("import")
WRITTEN = (Organisation, Recognition, Signature, LabelImport)


@pytest.fixture(autouse=True)
def a_charter() -> None:
    factories.charter_version()


def taken(content: str | bytes, **options: Any) -> Report:
    content = content if isinstance(content, bytes) else content.encode()
    return import_labels(content, name="labels.csv", actor=ACTOR, **options)


def issues(content: str | bytes) -> list[tuple[int, str, str]]:
    """What is wrong, and nothing was written."""
    with pytest.raises(ImportRefused) as refusal:
        taken(content)
    assert not any(model.objects.exists() for model in WRITTEN)
    return [(issue.row, issue.column, issue.message) for issue in refusal.value.issues]


def test_labels_run_with_their_numbers_and_their_dates() -> None:
    first = row(7, ends=f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}")
    taken(text(first, row(9)))
    label = Recognition.objects.get(number=f"OSE-{year()}-0007")
    assert (label.state, label.valid_until) == ("active", timezone.localdate() + timedelta(days=5))
    assert label.organisation.name == "Été 7"
    assert (label.signature.name, label.signature.signed_by) == ("Dominique Lebreton", None)
    line = label.history.get()
    assert (line.transition, line.actor) == ("import", "system:import")
    assert line.reason == "Import de labels.csv, ligne 2"


@pytest.mark.breaks_history
def test_the_proof_holds_and_numbers_go_on_after_the_highest() -> None:
    taken(text(row(3), row(5)))
    assert problems() == []
    taken(text(row(4)))
    granted = Recognition.objects.get(case=making.validated().case_id)
    assert granted.number == f"OSE-{year()}-0006"
    assert problems() == []
    Counter.objects.filter(series=f"OSE-{year()}").update(last=8)
    assert any("0007" in words for words in problems())


@pytest.mark.parametrize(
    ("skipped", "told"),
    [
        ([], []),
        (["OSE-2024-0009", "OSE-2025-0001", "OSE-2025-0002"],) * 2,
        (
            ["OSE-2024-0002", "OSE-2025-0003", "OSE-2025-0004", "OSE-2025-0005", "OSE-2025-0007"],
            ["OSE-2024-0002", "OSE-2025-0003 à OSE-2025-0005", "OSE-2025-0007"],
        ),
    ],
)
def test_numbers_that_nobody_bears_are_told_by_rows(skipped: list[str], told: list[str]) -> None:
    assert LabelImport(skipped=skipped).skipped_told == told


def test_who_is_known_stays_as_it_is() -> None:
    known = factories.organisation("Le Relais")
    report = taken(text(row(1, siren=known.siren, name="Autre nom"), row(2)))
    assert [(label.organisation, label.is_new) for label in report.labels] == [
        ("Le Relais", False),
        ("Été 2", True),
    ]
    assert known.recognitions.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_files_as_people_write_them(encoding: str, separator: str) -> None:
    taken(text(row(1), separator=separator).encode(encoding))
    assert Organisation.objects.filter(name="Été 1").exists()


def test_a_workbook_with_its_dates_and_numbers() -> None:
    begins = timezone.localdate() - timedelta(days=30)
    cells = row(1, siren=int(factories.siren()), starts=begins, signed=begins, form=9220)
    taken(book(cells))
    assert Recognition.objects.get().valid_from == begins


@pytest.mark.parametrize(
    ("column", "changes", "words"),
    [
        ("Valable du", {"starts": "31/02/2024"}, "Le 31/02/2024 n’existe pas dans le calendrier."),
        ("Valable du", {"starts": "hier"}, "n’est pas une date"),
        ("Valable du", {"starts": "12/03/0224"}, "Vérifiez l’année."),
        ("Valable au", {"ends": "01/01/2020"}, "avant le début"),
        ("SIREN ou RNA", {"siren": "732829321"}, "chiffre de contrôle"),
        ("SIREN ou RNA", {"siren": "W12"}, "10 caractères"),
        ("Nom", {"name": "=HYPERLINK(1)"}, "formule"),
        ("Nom", {"name": ""}, "vide"),
        ("Nom", {"name": "x" * 201}, "200 caractères"),
        ("Numéro", {"number": "ACC-2024-0001"}, "OSE-2024-0012"),
        ("Numéro", {"number": "OSE-2999-0001"}, "pas encore venue"),
        ("Département", {"department": "Maine"}, "département"),
        ("Catégorie juridique", {"form": "5710"}, "colonne «\u00a0ESUS\u00a0»"),
        ("Charte signée le", {"signed": "01/01/2199"}, "La charte doit être signée avant"),
        ("Version de la charte", {"charter": "99"}, "99"),
        ("Valable du", {"starts": "01/01/2199"}, "pas encore venu"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(
    column: str, changes: dict[str, str], words: str
) -> None:
    found = issues(text(row(1), row(2, **changes)))
    assert [(line, where) for line, where, _ in found if words in _] == [(3, column)]


def test_one_that_has_ended_stays_out() -> None:
    found = issues(text(row(1, starts="01/02/2020", signed="01/02/2020", ends="01/02/2023")))
    [(line, column, words)] = found
    assert (line, column) == (2, "Valable au")
    assert words.replace("\u00a0", " ") == (
        "Ce label a pris fin le 1er février 2023 : seuls les labels en cours sont repris."
    )


@time_machine.travel("2026-11-28 12:00+01:00", tick=False)
def test_none_lasts_longer_than_the_rule_and_its_extension() -> None:
    dates = {"starts": "15/03/2024", "signed": "15/03/2024"}
    found = issues(
        text(
            row(1, **dates, ends="15/03/2030"),
            row(2, **dates, ends="16/03/2028"),
            row(3, **dates, ends="15/03/2028"),
        )
    )
    assert [(line, column) for line, column, _ in found] == [(2, "Valable au"), (3, "Valable au")]
    assert {words.replace("\u00a0", " ") for _, _, words in found} == {
        "Un label dure 3 ans, et se prolonge de 12 mois au plus : commencé le 15 mars 2024, il "
        "prend fin au plus tard le 15 mars 2028."
    }


@time_machine.travel("2026-11-28 12:00+01:00", tick=False)
def test_one_that_lasts_longer_than_the_rule_was_extended_and_goes_no_further_in_all() -> None:
    dates = {"starts": "15/03/2024", "signed": "15/03/2024"}
    rows = [
        row(1, **dates),
        row(2, **dates, ends="30/11/2027"),
        row(3, **dates, ends="15/03/2028"),
    ]
    report = taken(text(*rows))
    assert [note.replace("\u00a0", " ") for note in report.notes] == [
        "Lignes 3 et 4 : ces labels durent plus longtemps que la règle ne le prévoit. Ils "
        "comptent comme prolongés par la CRESS. Vérifiez leur fin."
    ]
    usual, longest = date(2027, 3, 15), date(2028, 3, 15)
    as_granted, extended, furthest = Recognition.objects.order_by("number")
    assert (as_granted.valid_until, as_granted.granted_until) == (usual, None)
    assert (extended.valid_until, extended.granted_until) == (date(2027, 11, 30), usual)
    assert extended.history.get().granted_until == usual
    assert extended.renewal_opens_on == as_granted.renewal_opens_on == date(2026, 3, 15)
    direction = Actor.of(factories.manager())
    for label in (extended, furthest):
        assert label.extendable_until == longest
        with pytest.raises(Refused) as refused:
            extend(label, until=date(2028, 3, 16), reason="Attente.", actor=direction)
        assert [unmet.code for unmet in refused.value.unmet] == ["extension_too_long"]
    extend(extended, until=longest, reason="Attente.", actor=direction)
    assert problems() == []


@time_machine.travel("2026-11-28 12:00+01:00", tick=False)
def test_none_began_before_the_law_that_it_rests_on() -> None:
    dates = {"starts": "30/07/2014", "signed": "30/07/2014"}
    found = issues(text(row(1, **dates), row(2, **dates, ends="15/03/2027")))
    assert [(line, column) for line, column, _ in found] == [(2, "Valable du"), (3, "Valable du")]
    assert {words.replace("\u00a0", " ") for _, _, words in found} == {
        "Aucun label n’a commencé avant le 31 juillet 2014, jour de la loi sur laquelle il repose."
    }


@time_machine.travel("2026-11-28 12:00+01:00", tick=False)
def test_one_that_lasts_less_than_the_rule_is_remarked_upon() -> None:
    dates = {"starts": "15/03/2024", "signed": "15/03/2024"}
    report = taken(text(row(1, **dates), row(2, **dates, ends="14/03/2027")))
    said = "Ligne 3 : ce label dure moins longtemps que la règle ne le prévoit. Vérifiez sa fin."
    assert [note.replace("\u00a0", " ") for note in report.notes] == [said]
    several = [row(rank, **dates, ends="14/03/2027") for rank in (3, 4)]
    [note] = taken(text(*several), dry_run=True).notes
    assert note.startswith("Lignes 2 et 3\u00a0: ces labels durent")


def test_a_thousand_rows_are_read_with_as_many_questions_as_ten() -> None:
    rows = [row(rank) for rank in range(1, 1_001)]

    def asked(table: Table) -> int:
        with CaptureQueriesContext(connection) as captured:
            examine(table, matched(table.headings), at=timezone.now())
        return len(captured)

    few, many = (read_table(text(*found).encode()) for found in (rows[:10], rows))
    asked(few)  # what a process remembers
    assert asked(few) == asked(many)


def test_every_error_of_every_row_at_once() -> None:
    found = issues(text(row(1, name=""), row(2), row(3, siren="12", department="0")))
    assert [line for line, _, _ in found] == [2, 4, 4]


def test_a_missing_column() -> None:
    headings = [heading for heading in HEADINGS if heading != "Signataire"]
    assert issues(text(row(1)[:-1], headings=headings)) == [
        (1, "Signataire", "Cette colonne manque.")
    ]


def test_two_labels_with_one_number_or_one_holder() -> None:
    siren = factories.siren()
    found = issues(text(row(1, siren=siren), row(1), row(2, siren=siren)))
    assert [(line, column) for line, column, _ in found] == [(3, "Numéro"), (4, "SIREN ou RNA")]


def test_a_number_or_a_label_that_is_there_already() -> None:
    first = row(1)
    taken(text(first))
    with pytest.raises(ImportRefused) as refusal:
        taken(text(row(1), row(2, siren=first[1])))
    assert [(issue.row, issue.column) for issue in refusal.value.issues] == [
        (2, "Numéro"),
        (3, "SIREN ou RNA"),
    ]
    assert Recognition.objects.count() == 1


def test_a_sheet_that_says_it_is_smaller_and_has_a_million_empty_rows() -> None:
    out = BytesIO()
    with ZipFile(BytesIO(book(row(1), row(2)))) as source, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', part)
                empty = "".join(f'<row r="{place}"/>' for place in range(4, 1_000_004))
                part = part.replace(b"</sheetData>", empty.encode() + b"</sheetData>")
            made.writestr(name, part)
    report = taken(out.getvalue())
    assert [label.row for label in report.labels] == [2, 3]
    assert "ligne 10004" in report.notes[0]


def test_merged_cells() -> None:
    assert issues(book(row(1), row(2), merged="C2:C3")) == [
        (2, "", "Séparez les cellules C2:C3, qui sont fusionnées.")
    ]


def test_merged_cells_and_formulas_are_told_at_once() -> None:
    assert issues(book(row(1, name="=A2"), row(2), merged="E2:E3")) == [
        (2, "", "Séparez les cellules E2:E3, qui sont fusionnées."),
        (2, "", "Collez la valeur de C2, qui contient une formule."),
    ]


def test_a_formula_of_a_workbook_is_never_computed() -> None:
    found = issues(book(row(1, name='=CONCATENATE("a","b")')))
    assert [(line, column) for line, column, _ in found] == [(2, "Nom")]


def test_empty_rows_are_passed_over_and_an_endless_sheet_is_left() -> None:
    empty = ";" * 10 + "\r\n"
    content = text(row(1)) + "\r\n" + empty * 1_000 + text(row(2)).partition("\r\n")[2]
    report = taken(content + "\r\n" + empty * 300_000)
    assert [label.row for label in report.labels] == [2, 1003]
    assert "ligne 11004" in report.notes[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rien", b"\x00\x01", b"a;b\n", b'"a;b\nc'])
def test_what_is_no_file_of_labels(content: bytes) -> None:
    assert [line for line, _, _ in issues(content)] in ([0], [1], [2])


def test_a_dry_run_writes_nothing() -> None:
    assert len(taken(text(row(1)), dry_run=True).labels) == 1
    assert not Recognition.objects.exists()
    assert not LabelImport.objects.exists()
    assert not Counter.objects.filter(series__startswith="OSE").exists()


def test_the_command_in_json(tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(text(row(1), row(2, name="")), encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("import_labels", str(file), "--json", stdout=out)
    assert failure.value.returncode == 1
    told = json.loads(out.getvalue())
    assert told["errors"] == [{"row": 3, "column": "Nom", "message": "Cette cellule est vide."}]
    assert told["labels"] == []


@time_machine.travel("2024-03-01 12:00+01:00", tick=False)
def test_an_end_that_the_rule_gives() -> None:
    taken(text(row(1, starts="29/02/2024", signed="29/02/2024")))
    assert Recognition.objects.get().valid_until == date(2027, 2, 28)
