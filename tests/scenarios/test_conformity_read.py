"""The conformity file of the demo, asked for on its page and read as an auditor reads it."""

import csv
import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from io import BytesIO, StringIO, TextIOWrapper
from zipfile import ZipFile

import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from config.demo.people import MANAGER, PASSWORD
from directory.charters.models import Signature
from directory.delays.calendar import months_before
from directory.impartiality.models import Interest
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.conformity.enums import Status
from labelling.oversight.conformity.facts import LATELY
from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.reviews.models import ComplianceReview, Finding
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import PATIENCE, Site
from tests.labelling.oversight.sampling.by_hand import by_hand, frame_in

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

Row = dict[str, str]
GAP = "Manque\u00a0:"


class Read:
    """The ZIP, opened: its tables by name, each a list of lines."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        told = json.loads(archive.read("preuves/delais.json"))
        self.delays = {key: int(words.split()[0]) for key, words in told.items()}

    def rows(self, name: str) -> list[Row]:
        with self.archive.open(f"tables/{name}.csv") as raw:
            return list(csv.DictReader(TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=";"))

    def told(self, name: str, head: str) -> list[str]:
        """What stands in one column, the empty cells left out."""
        return [row[head] for row in self.rows(name) if row[head]]

    def named(self, folder: str, ending: str) -> list[str]:
        names = self.archive.namelist()
        return [name for name in names if name.startswith(folder) and name.endswith(ending)]


def applications(read: Read, head: str = "Numéro") -> int:
    return len(read.told("dossiers", head)) + len(read.told("referencements", head))


def seated(read: Read) -> list[Row]:
    """Those who sit today."""
    today = timezone.localdate().isoformat()
    return [
        row
        for row in read.rows("mandats")
        if row["À partir du"] <= today and not row["Annulé le"] and not "" < row["Jusqu’au"] < today
    ]


def developed(read: Read) -> list[int]:
    sitting = seated(read)
    return [
        len({row["Personne"] for row in sitting}),
        len({row["Collège"] for row in sitting}),
        len({row["Révision"] for row in read.rows("consultations") if row["Ouverte le"]}),
        len(read.told("consultations", "Répondu le")),
    ]


def non_compliance(read: Read) -> list[int]:
    outcomes = read.told("controles", "Issue")
    sanctions = [found for found in outcomes if found in ("suspended", "withdrawn")]
    return [read.delays["review_answer"], len(outcomes), len(sanctions)]


def attested(read: Read) -> list[int]:
    states = read.told("reconnaissances", "État")
    return [len(states), *(states.count(name) for name in ("active", "suspended", "withdrawn"))]


def watched(read: Read) -> list[int]:
    since = months_before(timezone.localdate(), LATELY).isoformat()
    return [sum(day > since for day in read.told("controles", "Ouvert le"))]


# By its clause, what each line counts, counted again from the tables of the ZIP alone.
COUNTED_AGAIN: dict[str, Callable[[Read], list[int]]] = {
    "r)": lambda read: [read.told("chartes", "État").count("in_force")],
    "r) i)": lambda read: [applications(read), applications(read, "Décidé le")],
    "r) ii)": developed,
    "r) iii)": non_compliance,
    "4.2": lambda read: [sum(not row["Clos le"] for row in read.rows("impartialite"))],
    "7.4": lambda read: [len(read.rows("appreciations"))],
    "7.5 et 7.6": lambda read: [len(set(read.told("decisions", "Affaire")))],
    "7.7 et 7.8": attested,
    "7.9": watched,
    "7.11": non_compliance,
    "7.12": lambda read: [],
    "7.13": lambda read: [
        read.delays["appeal_months"],
        applications(read, "Motifs du recours"),
        len(read.told("controles", "Recours le")),
    ],
    "7.13, réclamations": lambda read: [len(read.rows("reclamations"))],
    "Gouvernance": developed,
    "Allégations": attested,
    "Apprentissage": lambda read: [len(read.rows("constats"))],
}


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("load_demo", stdout=StringIO())


@pytest.fixture
def half_way(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The making of the file waits at its first part, until somebody has seen it there."""
    seen, note = threading.Event(), ConformityFile.note

    def noted(made: ConformityFile, done: int, of: int) -> None:
        note(made, done, of)
        if done == 1:
            assert seen.wait(PATIENCE)

    monkeypatch.setattr(ConformityFile, "note", noted)
    return seen


def downloaded(cress: Person, half_way: threading.Event) -> Read:
    """Asked for, seen on its way, then ready by itself, without the page being loaded again."""
    page = cress.go("/conformite/")
    cress.press("Préparer le dossier")
    bar = page.get_by_role("progressbar", name="Avancement du dossier")
    expect(bar).to_have_attribute("value", "1")
    expect(cress.button("Préparer le dossier")).to_have_count(0)
    half_way.set()
    ready = page.get_by_role("link", name="Dossier du")
    expect(ready).to_be_visible(timeout=60_000)
    expect(bar).to_have_count(0)
    with page.expect_download() as download:
        ready.click()
    return Read(ZipFile(BytesIO(download.value.path().read_bytes())))


def lines_on(page: Page) -> list[tuple[str, str, str]]:
    """Of each line of the page: its clause and words, its facts and gaps, its state."""
    rows = page.locator("table:has(th:text-is('Faits')) tbody tr")
    return [
        (
            squeezed(row.locator("th").inner_text()),
            squeezed(" ".join(row.locator("td li").all_inner_texts()).replace(GAP, "")),
            row.locator("td").last.inner_text().strip(),
        )
        for row in rows.all()
    ]


def squeezed(words: str) -> str:
    """Without what a column or a page may cut."""
    return re.sub(r"\W", "", words)


def test_the_file_of_the_demo_is_read_as_an_auditor_does(
    demo: None, half_way: threading.Event, person: NewPerson, site: Site
) -> None:
    cress = person().sign_in(MANAGER.email, PASSWORD)
    read = downloaded(cress, half_way)
    assert read.archive.testzip() is None
    told = [
        (
            squeezed(row["Clause"] + row["Condition"]),
            squeezed(row["Faits"] + row["Manques"]),
            row["Ce que montrent les faits"],
        )
        for row in read.rows("conformite")
    ]
    assert told == lines_on(cress.page)
    the_summary_says_the_same(read)
    what_is_shown_is_in_the_file(read)
    the_tables_are_those_of_the_database(read)
    digests_hold(read)
    draws_are_done_again(read)


def the_summary_says_the_same(read: Read) -> None:
    """Every line, its facts and its gaps, in the text of the PDF."""
    with closing(pypdfium2.PdfDocument(read.archive.read("resume.pdf"))) as document:
        text = squeezed("".join(page.get_textpage().get_text_range() for page in document))
    states: Counter[str] = Counter()
    for row in read.rows("conformite"):
        states[row["Ce que montrent les faits"]] += 1
        told = re.split(r"(?<=\.) ", f"{row['Faits']} {row['Manques']}")
        for words in (row["Clause"] + row["Condition"], *told):
            assert squeezed(words) in text, words
    for status in Status:
        assert f"{squeezed(status.label)}{states[status.label]}" in text


def what_is_shown_is_in_the_file(read: Read) -> None:
    """Each number of a line that is « évidencé » is that of the lines of its tables."""
    lines = read.rows("conformite")
    states = {row["Clause"]: row["Ce que montrent les faits"] for row in lines}
    assert set(states.values()) >= {Status.SHOWN.label, Status.PARTLY.label}
    for row in lines:
        if row["Ce que montrent les faits"] == Status.SHOWN.label:
            found = Counter(COUNTED_AGAIN[row["Clause"]](read))
            assert found <= Counter(map(int, re.findall(r"\d+", row["Faits"]))), row
        else:
            assert row["Manques"], row
    assert any("se prouve hors de ce site" in row["Manques"] for row in lines)


def the_tables_are_those_of_the_database(read: Read) -> None:
    kept = {
        "reconnaissances": Recognition.objects.values_list("number"),
        "dossiers": Dossier.objects.filter(submitted_at__isnull=False).values_list("reference"),
        "controles": ComplianceReview.objects.values_list("reference"),
        "reclamations": Complaint.objects.values_list("reference"),
    }
    for name, found in kept.items():
        assert sorted(read.told(name, "Numéro")) == sorted(str(number) for (number,) in found)
        assert read.rows(name), name
    standing = Finding.objects.standing().count()
    assert len(read.rows("constats")) == standing > 0
    assert len(read.rows("impartialite")) == Interest.objects.count() > 0


def digests_hold(read: Read) -> None:
    """The exact text of each charter that was signed is there, under the digest that was."""
    texts = {
        sha256(read.archive.read(name)).hexdigest(): name
        for name in read.named("preuves/charte-", ".txt")
    }
    assert all(digest[:12] in name for digest, name in texts.items())
    assert set(texts) == set(read.told("chartes", "Empreinte SHA-256"))
    assert set(texts) >= set(Signature.objects.values_list("digest", flat=True))


def draws_are_done_again(read: Read) -> None:
    """From the file alone."""
    draws = read.named("preuves/tirages/", ".json")
    assert len(draws) == read.told("tirages", "État").count("drawn") > 0
    for name in draws:
        rule = json.loads(read.archive.read(name))
        frame = frame_in(read.archive.read(name.replace(".json", ".csv")).decode("utf-8-sig"))
        assert by_hand(rule["graine"], rule["part_pour_cent"], frame) == set(rule["tirees"])
