"""The conformity file read as an auditor does: its lines, its gaps, and the ZIP unzipped."""

import csv
import json
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from directory.people.enums import WatchGroup
from directory.people.operations import leave_team
from labelling.oversight.conformity import tasks
from labelling.oversight.conformity.archive import write_file
from labelling.oversight.conformity.enums import Status
from labelling.oversight.conformity.facts import facts_on
from labelling.oversight.conformity.fairness import fairness
from labelling.oversight.conformity.lines import CONDITIONS, Line, lines_of
from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.conformity.operations import ask_for_file
from labelling.oversight.figures.suppression import HIDDEN
from labelling.oversight.reviews.enums import ReviewState
from tests import factories
from tests.directory.making import interest, logged_in
from tests.labelling.oversight import making
from tests.labelling.oversight.sampling import campaigns
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
PAGE = "/conformite/"


def words(response: Any) -> str:
    text: str = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def line(clause: str) -> Line:
    return next(found for found in lines_of(facts_on()) if found.condition.clause == clause)


def unzipped(reader: Actor = factories.SYSTEM) -> ZipFile:
    whole = BytesIO()
    write_file(whole, reader=reader)
    return ZipFile(whole)


def rows_of(archive: ZipFile, name: str) -> list[dict[str, str]]:
    with archive.open(f"tables/{name}.csv") as raw:
        return list(csv.DictReader(TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=";"))


def test_an_empty_scheme_shows_its_gaps() -> None:
    third, terms = line("r) iv)"), line("r)")
    assert third.shown.status == terms.shown.status == Status.MISSING
    assert "Personne n’assure le contrôle indépendant." in third.shown.gaps
    assert line("4.2").shown.status == Status.MISSING


@pytest.mark.parametrize("clause", [found.clause for found in CONDITIONS])
def test_a_rule_that_never_ran_has_shown_nothing(clause: str) -> None:
    assert line(clause).shown.status != Status.SHOWN


def test_an_appeal_is_shown_once_it_is_heard() -> None:
    waiting = making.review(ReviewState.APPEALED)
    heard = line("7.13").shown
    assert heard.status == Status.PARTLY
    assert "1 contre une sanction." in heard.facts[0]
    making.deliberate(waiting, timezone.now())
    assert line("7.13").shown.status == Status.PARTLY
    making.decide("annul")(waiting, timezone.now())
    assert line("7.13").shown.status == Status.SHOWN


def test_each_line_follows_the_facts() -> None:
    monitor = factories.monitor()
    campaigns.labels(3)
    campaigns.drawn(rate=100)
    third = line("r) iv)")
    assert third.shown.status == Status.PARTLY  # competence is proven elsewhere, and it says so
    assert "1\u00a0personne assure" in third.shown.facts[0]
    assert "1\u00a0campagne tirée au sort" in third.shown.facts[1]
    assert line("7.7 et 7.8").shown.status == Status.SHOWN
    interest(factories.user(), factories.organisation())
    assert line("4.2").shown.status == Status.SHOWN
    leave_team(user=monitor, group=WatchGroup.MONITOR, actor=factories.SYSTEM)
    assert "Personne n’assure le contrôle indépendant." in line("r) iv)").shown.gaps


def test_it_claims_nothing_and_never_says_certification() -> None:
    said = " ".join(
        [
            *(condition.words for condition in CONDITIONS),
            *(text for found in lines_of(facts_on()) for text in found.shown.facts),
            words(logged_in(factories.manager()).get(PAGE)),
        ]
    ).lower()
    for word in ("certification", "certifié", "conforme à", "est conforme"):
        assert word not in said


def test_few_are_hidden_in_the_figures() -> None:
    factories.dossier("validated")
    factories.dossier("refused")
    tables = {table.title: table for table in fairness()}
    decisions = tables["Décisions, par famille juridique"]
    assert decisions.rows == [("Associations", HIDDEN, HIDDEN), ("Total", HIDDEN, HIDDEN)]
    assert tables["Délai médian, par département"].rows == [("Maine-et-Loire (49)", HIDDEN)]


def test_a_median_does_not_tell_that_there_are_five() -> None:
    for outcome in ["validated"] * 4 + ["refused"]:
        factories.dossier(outcome)
    waits = {table.title: table.rows for table in fairness()}["Délai médian, par famille juridique"]
    assert waits == [("Associations", HIDDEN)]
    factories.dossier("validated")
    decisions, waits = (table.rows for table in fairness()[:2])
    assert decisions[0] == ("Associations", "5", HIDDEN)
    assert waits == [("Associations", HIDDEN)]


def test_the_zip_is_read_as_an_auditor_reads_it() -> None:
    made = campaigns.labels(3, name="=Jardins")
    campaign = campaigns.drawn()
    factories.dossier("refused")
    archive = unzipped()
    assert archive.testzip() is None
    assert [row["Numéro"] for row in rows_of(archive, "reconnaissances")] == [
        item.number for item in made
    ]
    assert rows_of(archive, "reconnaissances")[0]["Organisation"] == "'=Jardins"
    assert rows_of(archive, "dossiers")[0]["État"] == "refused"
    assert len(rows_of(archive, "controles")) == 2
    lines = rows_of(archive, "conformite")
    assert [row["Clause"] for row in lines] == [found.clause for found in CONDITIONS]
    assert {row["Ce que montrent les faits"] for row in lines} <= set(Status.labels)
    with closing(pypdfium2.PdfDocument(archive.read("resume.pdf"))) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Dossier de conformité du label OSE" in text
    draw = json.loads(archive.read(f"preuves/tirages/{campaign.number}.json"))
    assert draw["identique"] is True
    laws = json.loads(archive.read("preuves/regles.json"))
    assert "oversight.ComplianceReview" in {law["model"] for law in laws}
    assert any(name.startswith("preuves/charte-") for name in archive.namelist())
    with ZipFile(BytesIO(archive.read("tables.xlsx"))) as book:
        assert book.testzip() is None


def test_the_same_facts_give_the_same_summary() -> None:
    campaigns.labels(1)
    assert unzipped().read("resume.pdf") == unzipped().read("resume.pdf")


def test_the_command_leaves_a_whole_file_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dossier.zip"
    call_command("conformity_file", "--out", str(out))
    assert ZipFile(out).testzip() is None
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("conformity_file", "--out", str(tmp_path / "absent" / "dossier.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["dossier.zip"]


def test_it_is_prepared_once_then_downloaded() -> None:
    director = factories.manager()
    client = logged_in(director)
    asked = ask_for_file(actor=Actor.of(director))
    assert ask_for_file(actor=Actor.of(director)) == asked
    asked.note(3, 12)
    page = words(client.get(PAGE))
    assert "3 sur 12 parties" in page
    assert 'value="3" max="12"' in page
    assert client.get(f"{PAGE}{asked.pk}/dossier.zip").status_code == 404
    tasks.make_file.func(pk=asked.pk)
    asked.refresh_from_db()
    assert asked.ready_at
    assert asked.progress[0] == asked.progress[1] > 1
    answer: Any = client.get(f"{PAGE}{asked.pk}/dossier.zip")
    assert ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None
    tasks.make_file.func(pk=asked.pk)  # a task may run twice
    asked.file.delete(save=False)


def test_a_file_that_fails_says_so_and_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    director = factories.manager()
    asked = ask_for_file(actor=Actor.of(director))

    def full(*args: Any, **given: Any) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr(tasks, "write_file", full)
    with pytest.raises(OSError, match="disque plein"):
        tasks.make_file.func(pk=asked.pk)
    assert "n’a pas pu être préparé" in words(logged_in(director).get(PAGE))
    assert ask_for_file(actor=Actor.of(director)) != asked
    assert ConformityFile.objects.filter(ready_at=None, failed_at=None).count() == 1


def test_an_appeal_that_was_abandoned_was_not_heard() -> None:
    waiting = factories.dossier("appealed")
    person = Actor.of(factories.representative_of(waiting))
    perform(waiting, "withdraw", actor=person, reason="Nous renonçons.")
    assert line("7.13").shown.status == Status.PARTLY
