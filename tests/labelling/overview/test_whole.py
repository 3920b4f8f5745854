"""A dossier whole, as a page and as a ZIP: who gets which words and which files."""

import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState, Finding
from labelling.instruction.operations import assess_criterion
from tests import factories
from tests.files import pdf
from tests.labelling.browsing import client_of, url
from workflows.actors import Actor
from workflows.correspondence.operations import attach, post_message
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    assess_criterion(
        made,
        criterion="practices",
        finding=Finding.ESTABLISHED,
        reasons="Neuf pratiques illustrées.",
        actor=Actor.of(made.assignee),
    )
    return made


def archive(dossier: Dossier, person: Any) -> ZipFile:
    answer = client_of(person).get(url("archive", dossier))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def names(dossier: Dossier, person: Any) -> list[str]:
    return [path.partition("/")[2] for path in archive(dossier, person).namelist()]


def test_the_archive_holds_the_summary_and_each_file_under_its_principle(dossier: Dossier) -> None:
    person = factories.representative_of(dossier)
    attach(dossier, slot="principle:practices", upload=pdf("Photo.pdf"), by=person)
    attach(dossier, slot="principle:practices", upload=pdf("Photo.pdf"), by=person)
    found = names(dossier, dossier.assignee)
    assert found[0] == "Dossier.html"
    assert "3 Pratiques existantes/Photo.pdf" in found
    assert "3 Pratiques existantes/Photo (2).pdf" in found
    assert len(found) == 1 + dossier.attachments.count()
    held = archive(dossier, dossier.assignee)
    assert held.testzip() is None
    assert dossier.organisation.name in held.read(held.namelist()[0]).decode()


def test_what_the_scanner_holds_back_stays_and_is_said(dossier: Dossier) -> None:
    held = dossier.attachments.filter(slot="principle:practices").latest("pk")
    for status in (ScanStatus.PENDING, ScanStatus.INFECTED):
        Attachment.objects.filter(pk=held.pk).update(scan=status)
        zipped = archive(dossier, dossier.assignee)
        assert not any(path.endswith(held.name) for path in zipped.namelist())
        said = zipped.read(zipped.namelist()[0]).decode()
        assert said.index("laissées de côté") < said.rindex(held.name)


def test_files_of_messages_stay_between_those_who_write(dossier: Dossier) -> None:
    person = factories.representative_of(dossier)
    post_message(dossier, author=person, body="Entre nous.", uploads=[pdf("Secret.pdf")])
    assert not any("Secret" in name for name in names(dossier, dossier.assignee))


def test_the_findings_are_for_who_instructs_not_yet_for_the_structure(dossier: Dossier) -> None:
    charge, person = client_of(dossier.assignee), client_of(factories.representative_of(dossier))
    assert "Neuf pratiques illustrées." in charge.get(url("whole", dossier)).text
    assert "Neuf pratiques illustrées." not in person.get(url("whole", dossier)).text
    zipped = archive(dossier, factories.representative_of(dossier))
    assert "Neuf pratiques" not in zipped.read(zipped.namelist()[0]).decode()


def test_nobody_else_takes_it_away(dossier: Dossier) -> None:
    stranger = client_of(factories.user())
    for name in ("whole", "archive"):
        assert stranger.get(url(name, dossier)).status_code == 403


@pytest.mark.parametrize("state", list(ApplicationState))
def test_the_page_opens_in_every_state(state: ApplicationState) -> None:
    made = factories.dossier(state)
    answer = client_of(factories.representative_of(made)).get(url("whole", made))
    assert answer.status_code == 200
    assert made.organisation.name in answer.text


def test_it_costs_the_same_however_many_the_files(dossier: Dossier) -> None:
    def queries() -> int:
        client = client_of(dossier.assignee)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            b"".join(client.get(url("archive", dossier)).streaming_content)  # type: ignore[attr-defined]
        return len(counted)

    before = queries()
    person = factories.representative_of(dossier)
    for number in range(5):
        attach(dossier, slot="principle:practices", upload=pdf(f"{number}.pdf"), by=person)
    assert queries() == before
