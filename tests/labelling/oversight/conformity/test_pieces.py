"""The evidence of decided cases, for whoever may read it, and nothing of who complained."""

import csv
import json
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from committee.sessions.operations import record_minutes
from directory.people.models import User
from labelling.oversight.complaints.enums import ComplaintState
from labelling.oversight.conformity.archive import write_file
from labelling.oversight.conformity.operations import ask_for_file
from labelling.oversight.conformity.sealed import DIGESTS
from labelling.oversight.conformity.tasks import make_file
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.committee import making as committees
from tests.directory.making import logged_in
from tests.files import pdf, pdf_bytes
from tests.labelling.oversight import complaining, making
from workflows.actors import Actor
from workflows.correspondence.files import attach_files
from workflows.correspondence.operations import attachments_of, post_message, remove_attachment
from workflows.engine import perform
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.django_db
Row = dict[str, str]
CASES = "preuves/affaires/"


def unzipped(reader: User | None = None) -> ZipFile:
    whole = BytesIO()
    write_file(whole, reader=Actor.of(reader) if reader else factories.SYSTEM)
    return ZipFile(whole)


def listed(archive: ZipFile) -> list[Row]:
    with archive.open("preuves/pieces.csv") as raw:
        return list(csv.DictReader(TextIOWrapper(raw, "utf-8-sig", newline=""), delimiter=";"))


def within(archive: ZipFile, reference: str | None) -> list[str]:
    start = f"{CASES}{reference}/"
    return [name.removeprefix(start) for name in archive.namelist() if name.startswith(start)]


def reviewed(*names: str) -> ComplianceReview:
    """A review that ended, with files that show what was found."""
    made = making.opened()
    making.write(made, timezone.now())
    slot, lead = making.finding(made).evidence_slot, making.reviewer(made)
    attach_files(made, slot=slot, uploads=[pdf(name) for name in names], actor=lead)
    perform(made, "abandon", actor=Actor.of(factories.manager()), reason="Sans objet.")
    return made


def first_of(case: Any) -> Attachment:
    found = attachments_of(case).order_by("pk").first()
    assert found is not None
    return found


def test_the_files_of_a_decided_case_are_there_under_its_number_as_they_were_received() -> None:
    decided, waiting = factories.dossier("validated"), factories.dossier("submitted")
    archive = unzipped(factories.instructor())
    files = attachments_of(decided)
    assert len(within(archive, decided.reference)) == files.count() > 0
    assert within(archive, waiting.reference) == []
    rows = [row for row in listed(archive) if row["Affaire"] == decided.reference]
    assert len(rows) == files.count()
    for row in rows:
        assert row["Laissée de côté"] == ""
        assert sha256(archive.read(row["Chemin"])).hexdigest() == row["SHA-256 à la réception"]
        assert row["Place"] in row["Chemin"]
    assert {row["Nature"] for row in rows} == {"dossier"}
    assert archive.testzip() is None


def test_every_thing_in_it_has_its_digest() -> None:
    factories.dossier("validated")
    archive = unzipped()
    names = [name for name in archive.namelist() if name != DIGESTS]
    assert archive.read(DIGESTS).decode().splitlines() == [
        f"{sha256(archive.read(name)).hexdigest()}  {name}" for name in names
    ]


def test_what_the_committee_decided_is_there_with_its_count() -> None:
    item = committees.validated()
    archive = unzipped(factories.manager())
    told = json.loads(archive.read(f"{CASES}{item.case.reference}/décision 1.json"))
    assert told["decision"] == "validate"
    assert told["preuve_du_calcul"]["tally"]["for"] == 5


def test_what_was_taken_off_or_said_in_a_message_is_no_evidence() -> None:
    made = factories.dossier("validated")
    removed = first_of(made)
    remove_attachment(removed)
    person = factories.representative_of(made)
    post_message(made, author=person, body="Voici.", uploads=[pdf("message.pdf")])
    archive = unzipped()
    names = " ".join(within(archive, made.reference))
    assert len(within(archive, made.reference)) == attachments_of(made).count() - 1 > 0
    assert "message.pdf" not in names
    assert "message.pdf" not in archive.read("preuves/pieces.csv").decode()


@pytest.mark.parametrize("scan", [ScanStatus.PENDING, ScanStatus.INFECTED])
def test_what_the_scanner_has_not_cleared_is_left_out_and_said(scan: ScanStatus) -> None:
    made = factories.dossier("validated")
    kept_out = first_of(made)
    Attachment.objects.filter(pk=kept_out.pk).update(scan=scan)
    archive = unzipped()
    [row] = [row for row in listed(archive) if row["Laissée de côté"]]
    assert (row["Nom"], row["Laissée de côté"]) == (kept_out.name, scan.label)
    assert row["Chemin"] == ""
    assert len(within(archive, made.reference)) == attachments_of(made).count() - 1


def test_a_file_that_is_gone_or_altered_is_said_and_the_rest_is_there() -> None:
    made = factories.dossier("validated")
    gone, altered = attachments_of(made).order_by("pk")[:2]
    Path(gone.file.path).unlink()
    Path(altered.file.path).write_bytes(pdf_bytes("Une autre"))
    archive = unzipped()
    why = {row["Nom"]: row["Laissée de côté"] for row in listed(archive) if row["Laissée de côté"]}
    assert why == {
        gone.name: "introuvable sur le disque",
        altered.name: "jointe, mais ses octets ne sont plus ceux qui ont été reçus",
    }
    assert len(within(archive, made.reference)) == attachments_of(made).count() - 1


def test_two_files_of_one_name_are_both_there() -> None:
    made = reviewed("vu.pdf", "vu.pdf")
    assert within(unzipped(), made.reference) == [
        "Ce que montre le constat 1/vu.pdf",
        "Ce que montre le constat 1/vu (2).pdf",
    ]


def test_who_watches_has_the_evidence_of_reviews_and_is_told_what_is_not_for_them() -> None:
    dossier, review = factories.dossier("validated"), reviewed("0.pdf")
    archive = unzipped(factories.monitor())
    assert within(archive, review.reference) == ["Ce que montre le constat 1/0.pdf"]
    assert within(archive, dossier.reference) == []
    [row] = [row for row in listed(archive) if row["Affaire"] == dossier.reference]
    assert row["Nom"] == row["Chemin"] == ""
    assert row["Laissée de côté"].startswith("réservée")


def test_minutes_are_for_those_who_read_the_session() -> None:
    item = committees.validated()
    session = item.session
    perform(session, "close", actor=Actor.of(session.chair.user))
    assert not [name for name in unzipped().namelist() if "séances/" in name]
    record_minutes(session, minutes="Relevé de la séance.", actor=Actor.of(session.chair.user))
    [name] = [name for name in unzipped(factories.manager()).namelist() if "séances/" in name]
    assert unzipped(factories.manager()).read(name).decode() == "Relevé de la séance."
    kept_out = unzipped(factories.monitor())
    assert not [name for name in kept_out.namelist() if "séances/" in name]
    assert name.rpartition("/")[2] in {row["Nom"] for row in listed(kept_out)}


def test_nothing_of_who_complained_nor_of_what_they_sent_is_there() -> None:
    marie = complaining.MARIE
    made = complaining.lodged(identity=marie, copies=[pdf("Marie Dubreuil.pdf")])
    complaint = made.complaint
    handler = complaining.handler_of(complaint)
    complaining.brought(complaint, ComplaintState.UNDER_REVIEW, handler)
    opened = ComplianceReview.objects.get()
    perform(opened, "abandon", actor=Actor.of(factories.manager()), reason="Sans objet.")
    said = complaint.entries.order_by("pk")[0].words
    archive = unzipped()
    whole = b"".join(archive.read(name) for name in archive.namelist())
    names = " ".join(archive.namelist())
    for secret in ("Dubreuil", marie.email, marie.phone, made.receipt, said):
        assert secret not in names
        assert secret.encode() not in whole
    assert within(archive, complaint.reference) == []


def test_what_is_heard_of_it_stays_on_the_page() -> None:
    director = factories.manager()
    asked = ask_for_file(actor=Actor.of(director))
    browser = logged_in(director)
    assert 'data-tells="avancement"' in browser.get("/conformite/").text
    part = browser.get("/conformite/avancement/").text
    assert 'data-tell="Le dossier se prépare' in part
    assert 'role="status"' not in part  # the part is replaced
    make_file.func(pk=asked.pk)
    part = browser.get("/conformite/avancement/").text
    assert 'data-tell="La préparation est finie."' in part


def test_it_is_for_whoever_asked_for_it_alone() -> None:
    director, monitor = factories.manager(), factories.monitor()
    asked = ask_for_file(actor=Actor.of(director))
    page = logged_in(monitor).get("/conformite/").content.decode()
    assert f"Un dossier se prépare pour {director}" in page
    make_file.func(pk=asked.pk)
    address = f"/conformite/{asked.pk}/dossier.zip"
    answer: Any = logged_in(director).get(address)
    assert ZipFile(BytesIO(b"".join(answer.streaming_content))).testzip() is None
    assert logged_in(monitor).get(address).status_code == 404
    assert address in logged_in(director).get("/conformite/").content.decode()
    assert address not in logged_in(monitor).get("/conformite/").content.decode()
    asked.refresh_from_db()
    asked.file.delete(save=False)
