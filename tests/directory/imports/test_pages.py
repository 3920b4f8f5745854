"""The direction takes labels up by a page: sends, says the columns, reads, confirms, is told."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.imports import tasks
from directory.imports.drafts import fingerprint, take_up_draft
from directory.imports.issues import ImportRefused
from directory.imports.models import ImportDraft, ImportFile, KnownHeadings, LabelImport
from directory.imports.tables import MOST_BYTES
from directory.imports.ticking import KEPT
from directory.organisations.models import Organisation
from directory.people.enums import CressGroup
from directory.people.operations import leave_team
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.imports.making import HEADINGS, book, imported, row, text, year
from tests.labelling.browsing import client_of
from tests.proof import problems
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.models import ScanStatus

pytestmark = pytest.mark.django_db
PAGE = "/labels/reprendre/"
OWN = ["Réf", "Ident", "Libellé", "CJ", "Dép", "Où", "De", "À", "Texte", "Le", "Par"]
KEYS = [
    "number", "identifier", "name", "legal_form", "department", "city", "valid_from",
    "valid_until", "charter", "signed_on", "signatory",
]  # fmt: skip


@pytest.fixture(autouse=True)
def a_charter() -> None:
    factories.charter_version()


@pytest.fixture
def browser() -> Client:
    return client_of(factories.manager())


def words(response: Any) -> str:
    found: str = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return found


def sent(browser: Client, content: str | bytes, name: str = "labels.csv") -> Any:
    content = content if isinstance(content, bytes) else content.encode()
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content)}, follow=True)


def prepared(browser: Client, content: str | bytes, name: str = "labels.csv") -> ImportDraft:
    assert sent(browser, content, name).status_code == 200
    return ImportDraft.objects.latest("pk")


def confirmed(browser: Client, draft: ImportDraft, seen: str | None = None) -> Any:
    given = fingerprint(draft) if seen is None else seen
    return browser.post(f"{draft.get_absolute_url()}confirmer/", {"seen": given})


def bytes_of(draft: ImportDraft) -> Path:
    assert draft.file is not None
    return Path(draft.file.file.path)


def test_from_the_file_to_the_register(
    browser: Client, django_capture_on_commit_callbacks: Any
) -> None:
    draft = prepared(browser, text(row(1), row(2)))
    kept = bytes_of(draft)
    assert kept.exists()
    shown = words(browser.get(draft.get_absolute_url()))
    assert "Reprendre 2 labels" in shown
    assert "Été 1" in shown
    assert not Recognition.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmed(browser, draft).status_code == 302
    assert "L’import commence" in words(browser.get(draft.get_absolute_url()))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.take_up.func(pk=draft.pk)
    report = browser.get(draft.get_absolute_url(), follow=True)
    assert "2 labels repris" in words(report)
    assert "Dominique" not in LabelImport.objects.get().file_name
    assert (kept.exists(), ImportFile.objects.exists()) == (False, False)
    line = Recognition.objects.get(number=f"OSE-{year()}-0002").history.get()
    assert line.reason == "Import de labels.csv, ligne 3"
    assert line.actor == LabelImport.history.get().actor != "system:import"
    assert problems() == []


def test_confirmed_twice_it_is_imported_once(browser: Client) -> None:
    draft = prepared(browser, text(row(1)))
    answers = [confirmed(browser, draft) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    for _ in range(2):  # a task may run twice
        tasks.take_up.func(pk=draft.pk)
    assert (Recognition.objects.count(), LabelImport.objects.count()) == (1, 1)
    assert confirmed(browser, draft).status_code == 302


def test_columns_are_said_once_and_remembered(browser: Client) -> None:
    draft = prepared(browser, text(row(1), headings=OWN))
    assert draft.places == {}
    assert "Dites plus bas où sont ces colonnes" in words(browser.get(draft.get_absolute_url()))
    given = {key: str(place) for place, key in enumerate(KEYS)}
    partly = browser.post(draft.get_absolute_url(), given | {"name": ""})
    assert partly.status_code == 422
    assert "dites où elle est" in words(partly)
    assert '<option value="3" selected' in words(partly)  # what was said already is kept
    twice = browser.post(draft.get_absolute_url(), given | {"name": "0"})
    assert "déjà donnée à « Numéro »" in words(twice)
    unknown = browser.post(draft.get_absolute_url(), given | {"name": "99"})
    assert "Le fichier n’a pas cette colonne." in words(unknown)
    assert browser.post(draft.get_absolute_url(), given).status_code == 302
    assert "Reprendre 1 label<" in words(browser.get(draft.get_absolute_url()))
    other = client_of(factories.manager("Sam", "Roy"))
    again = prepared(other, text(row(2), headings=[heading.upper() for heading in OWN]))
    assert again.places == {key: place for place, key in enumerate(KEYS)}
    assert KnownHeadings.objects.count() == 1


def test_two_headings_for_one_column_are_chosen_from(browser: Client) -> None:
    headings = [*HEADINGS, "Raison sociale"]
    draft = prepared(browser, text([*row(1), "Autre"], headings=headings))
    assert "name" not in draft.places
    assert "Plusieurs titres du fichier y ressemblent." in words(
        browser.get(draft.get_absolute_url())
    )


def test_what_is_wrong_is_shown_at_its_row_and_column(browser: Client) -> None:
    draft = prepared(browser, text(row(1), row(2, starts="31/02/2024"), row(1, name="=A1")))
    shown = words(browser.get(draft.get_absolute_url()))
    rows = re.findall(r"<tr>\s*<th scope=\"row\">Ligne (\d+)</th>(.*?)</tr>", shown, re.S)
    cells = [(number, re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)) for number, rest in rows]
    told = "Le 31/02/2024 n’existe pas dans le calendrier."
    assert ("3", ["G. Valable du", "31/02/2024", told]) in cells
    assert any(number == "4" and found[0] == "C. Nom" for number, found in cells)
    assert "Reprendre 3" not in shown
    confirmed(browser, draft)
    tasks.take_up.func(pk=draft.pk)
    draft.refresh_from_db()
    assert (draft.confirmed_at, draft.failed_at is not None) == (None, True)
    assert "rien n’est repris" in words(browser.get(draft.get_absolute_url()))
    assert not Recognition.objects.exists()


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(book(row(1)))) as source, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = part.replace(b"</sheetData>", b" " * 300_000_000 + b"</sheetData>")
            made.writestr(name, part)
    return out.getvalue()


# The compound file that Office writes in place of a workbook under a password.
ENCRYPTED = (
    bytes.fromhex("d0cf11e0a1b11ae1").ljust(1024, b"\0")
    + "EncryptedPackage\0".encode("utf-16-le").ljust(64, b"\0")
    + (34).to_bytes(2, "little")
).ljust(4096, b"\0")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("labels.pdf", b"%PDF-1.4", "Envoyez un fichier CSV ou un classeur XLSX"),
        ("labels.xls", b"\xd0\xcf", "Envoyez un fichier CSV ou un classeur XLSX"),
        ("labels.csv", b"", "vide"),
        ("labels.csv", b"a;b\r\n", "Il ne contient aucun label"),
        ("labels.csv", b"\x89PNG\r\n\x1a\n\0\0", "n’en est pas un"),
        ("labels.xlsx", b"a;b\r\n1;2\r\n", "n’en est pas un"),
        ("labels.csv", b"a;" + b"b" * MOST_BYTES, "la limite est de 5 Mo"),
        ("labels.csv", ";".join(HEADINGS).encode() + b"\r\n" + b"a;b\r\n" * 2_001, "plus de 2"),
        ("labels.xlsx", ENCRYPTED, "protégé par un mot de passe"),
    ],
    ids=["pdf", "xls", "empty", "no label", "binary", "no book", "large", "many", "encrypted"],
)
def test_what_is_no_file_of_labels_is_said_beside_it(
    browser: Client, name: str, content: bytes, said: str
) -> None:
    answer = sent(browser, content, name)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not ImportFile.objects.exists()


def test_merged_cells_and_a_bomb_are_refused_when_they_come(browser: Client) -> None:
    merged = sent(browser, book(row(1), row(2), merged="C2:C3"), "labels.xlsx")
    assert "Séparez les cellules C2:C3, qui sont fusionnées." in words(merged)
    assert "ligne 2 :" not in words(merged)
    burst = sent(browser, bomb(), "labels.xlsx")
    assert burst.status_code == 422
    assert "taille anormale" in words(burst)
    assert not ImportFile.objects.exists()


def test_the_size_is_said_before_the_file_travels(browser: Client) -> None:
    assert f'data-max-bytes="{MOST_BYTES}"' in words(browser.get(PAGE))


def test_columns_said_otherwise_meanwhile_are_read_again(browser: Client) -> None:
    draft = prepared(browser, text(row(1)))
    seen = fingerprint(draft)
    ImportDraft.objects.update(places=draft.places | {"city": 0})
    answer = confirmed(browser, draft, seen)
    assert answer.status_code == 409
    assert "Les colonnes ont changé entre-temps" in words(answer)
    assert ImportDraft.objects.get().confirmed_at is None


def test_what_is_read_is_what_was_sent(browser: Client) -> None:
    draft = prepared(browser, text(row(1)))
    with bytes_of(draft).open("ab") as other:
        other.write(b"\r\n")
    assert browser.get(draft.get_absolute_url()).status_code == 422
    ImportDraft.objects.update(confirmed_at=timezone.now(), confirmed_by=draft.sent_by)
    with pytest.raises(ImportRefused, match="n’est plus celui"):
        take_up_draft(draft.pk)
    assert not Recognition.objects.exists()


@pytest.mark.parametrize(
    ("scan", "said"),
    [(ScanStatus.PENDING, "analyse encore"), (ScanStatus.INFECTED, "L’antivirus a refusé")],
)
def test_the_scanner_speaks_first(browser: Client, scan: ScanStatus, said: str) -> None:
    draft = prepared(browser, text(row(1)))
    ImportFile.objects.update(scan=scan)
    assert said in words(browser.get(draft.get_absolute_url()))
    answer = confirmed(browser, draft)
    assert answer.status_code == 422
    assert ImportDraft.objects.get().confirmed_at is None


def test_whoever_left_the_direction_meanwhile_imports_nothing() -> None:
    one, other = factories.manager(), factories.manager("Sam", "Roy")
    browser = client_of(one)
    draft = prepared(browser, text(row(1)))
    confirmed(browser, draft)
    leave_team(user=one, group=CressGroup.MANAGER, actor=Actor.of(other))
    tasks.take_up.func(pk=draft.pk)
    assert not Recognition.objects.exists()
    assert ImportDraft.objects.get().failed_at is not None


def test_an_incident_opens_the_draft_again(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepared(browser, text(row(1)))
    confirmed(browser, draft)

    def full(*args: Any, **kwargs: Any) -> Any:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "take_up_draft", full)
        with pytest.raises(OSError, match="full"):
            tasks.take_up.func(pk=draft.pk)
    assert "rien n’est repris" in words(browser.get(draft.get_absolute_url()))
    confirmed(browser, draft)
    tasks.take_up.func(pk=draft.pk)
    assert Recognition.objects.count() == 1


def test_a_file_that_nobody_wants_goes(
    browser: Client, django_capture_on_commit_callbacks: Any
) -> None:
    draft = prepared(browser, text(row(1)))
    kept = bytes_of(draft)
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(f"{draft.get_absolute_url()}oublier/", follow=True)
    assert "Fichier oublié" in words(answer)
    assert (kept.exists(), ImportFile.objects.exists()) == (False, False)
    assert browser.get(draft.get_absolute_url()).status_code == 404


def test_a_file_that_waits_too_long_goes_with_time(browser: Client) -> None:
    draft = prepared(browser, text(row(1)))
    early, late = (draft.sent_at + KEPT + timedelta(minutes=step) for step in (-1, 1))
    assert run_tick(early)["label_imports"]["forgotten"] == 0
    assert run_tick(late)["label_imports"]["forgotten"] == 1
    assert not ImportDraft.objects.exists()


def test_what_is_under_way_is_neither_left_nor_changed(browser: Client) -> None:
    draft = prepared(browser, text(row(1)))
    confirmed(browser, draft)
    assert browser.post(f"{draft.get_absolute_url()}oublier/").status_code == 409
    given = {key: str(place) for place, key in enumerate(KEYS)}
    assert browser.post(draft.get_absolute_url(), given).status_code == 409
    assert run_tick(draft.sent_at + KEPT)["label_imports"]["forgotten"] == 0
    draft.note(1, 4)
    part = browser.get(f"{draft.get_absolute_url()}avancement/")
    assert "1 label lu sur 4" in words(part)
    # What is heard of it stays on the page: the part is replaced.
    assert 'data-tell="1\u00a0label lu sur 4."' in part.text
    assert 'role="status"' not in part.text
    assert 'data-tells="avancement"' in browser.get(draft.get_absolute_url()).text
    tasks.take_up.func(pk=draft.pk)
    over = browser.get(f"{draft.get_absolute_url()}avancement/")
    assert over["HX-Redirect"] == draft.get_absolute_url()


def test_the_database_holds_what_an_import_is() -> None:
    director = factories.manager()
    given = {"sent_by": director, "sent_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportDraft.objects.create(confirmed_at=timezone.now(), **given)


def test_the_report_says_who_has_nobody_to_represent_them(browser: Client) -> None:
    known = factories.organisation("Le Relais")
    factories.representative(known)
    rows = [row(rank) for rank in range(1, 11)]
    source = imported(Actor.of(factories.manager()), row(99, siren=known.siren), *rows)
    page = source.get_absolute_url()
    shown = words(browser.get(page))
    assert "Personne ne représente 10 organisations" in shown
    assert shown.count("personne ne la représente<") == 10
    assert "La direction de la CRESS vérifie" in shown
    only = words(browser.get(f"{page}?seules"))
    assert "Le Relais" not in only
    assert Organisation.objects.get(name="Été 3").get_absolute_url() in only
    for organisation in Organisation.objects.exclude(pk=known.pk):
        factories.representative(organisation)
    assert "ersonne ne " not in words(browser.get(page))


def test_the_report_asks_as_many_questions_of_ten_labels_as_of_one(browser: Client) -> None:
    director = Actor.of(factories.manager())

    def asked(source: LabelImport) -> int:
        browser.get(source.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(source.get_absolute_url()).status_code == 200
        return len(captured)

    one = imported(director, row(200))
    many = imported(director, *[row(rank) for rank in range(201, 221)])
    assert asked(one) == asked(many)


def test_the_register_says_that_a_label_was_taken_up_not_granted_that_day(browser: Client) -> None:
    imported(Actor.of(factories.manager()), row(300))
    label = Recognition.objects.get()
    shown = words(browser.get(label.get_absolute_url()))
    assert "<b>Reprise au registre</b>" in shown
    assert "<b>Attribution</b>" not in shown
    assert "reprise au registre" in words(browser.get("/registre/flux.atom"))


def test_a_book_offers_its_columns_only_with_its_days_in_french(browser: Client) -> None:
    beside = [*row(2), "", "", "", "À part"]
    draft = prepared(browser, book(row(1, starts=date(2026, 3, 15)), beside), "labels.xlsx")
    field = browser.get(draft.get_absolute_url()).context["form"].fields["valid_from"]
    offered = [shown for _, shown in field.choices]
    assert "G. Valable du (15/03/2026)" in offered
    assert [each for each in offered if "sans titre" in each] == ["O. sans titre (À part)"]
    assert len(offered) == len(HEADINGS) + 2
