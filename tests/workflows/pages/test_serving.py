"""A file leaves only for those who may read its case, once scanned, and inert."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.files import jpeg, pdf, pdf_bytes
from tests.petitions import making
from tests.petitions.models import Petition
from workflows.correspondence.operations import attach, post_message, remove_attachment
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.django_db
NAME = "procès-verbal du 3 mai.pdf"


@pytest.fixture
def petition() -> Petition:
    return making.petition()


@pytest.fixture
def person(petition: Petition) -> Any:
    return making.people_of(petition)[0]


@pytest.fixture
def attachment(petition: Petition, person: Any) -> Attachment:
    return attach(petition, slot="plan", upload=pdf(NAME), by=person)


def fetch(client: Client, user: Any, attachment: Attachment) -> Any:
    if user is not None:
        client.force_login(user)
    return client.get(reverse("workflows:attachment", args=[attachment.pk]))


def test_the_bytes_come_back_as_a_download_under_their_name(client, person, attachment):
    response = fetch(client, person, attachment)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == pdf_bytes()
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''proc%C3%A8s-verbal%20du%203%20mai.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(attachment.size)


def test_the_bytes_are_inert_and_kept_nowhere(client, person, attachment):
    response = fetch(client, person, attachment)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def look_at(client: Client, user: Any, attachment: Attachment) -> Any:
    client.force_login(user)
    return client.get(reverse("workflows:show_file", args=[attachment.pk]))


def test_a_pdf_shows_in_a_frame_of_ours_and_loads_nothing_else(client, person, attachment):
    response = look_at(client, person, attachment)
    assert b"".join(response.streaming_content) == pdf_bytes()
    assert response["Content-Disposition"].startswith("inline;")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert response["Cache-Control"] == "private, no-store"


def test_an_image_shows_in_a_sandbox(client, petition, person):
    image = attach(petition, slot="plan", upload=jpeg(), by=person)
    response = look_at(client, person, image)
    response.close()
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "changed",
    [
        {"media_type": "text/plain"},
        {"media_type": "application/msword"},
        {"scan": ScanStatus.PENDING},
        {"scan": ScanStatus.INFECTED},
    ],
)
def test_what_no_page_shows_is_not_found_there(client, person, attachment, changed):
    Attachment.objects.update(**changed)
    assert look_at(client, person, attachment).status_code == 404


def test_a_file_of_a_message_is_shown_to_those_who_write_to_each_other(client, petition, person):
    post_message(petition, author=person, body="Entre nous.", uploads=[pdf()])
    attachment = Attachment.objects.get()
    assert look_at(client, making.supporter_of(petition), attachment).status_code == 403
    assert look_at(client, factories.user(), attachment).status_code == 403


def test_whoever_reads_the_case_reads_it_too(client, petition, attachment):
    response = fetch(client, making.supporter_of(petition), attachment)
    assert response.status_code == 200
    response.close()


def test_a_file_of_a_message_is_for_those_who_write_to_each_other(client, petition, person):
    post_message(petition, author=person, body="Entre nous.", uploads=[pdf()])
    attachment = Attachment.objects.get()
    assert fetch(client, making.supporter_of(petition), attachment).status_code == 403
    response = fetch(client, making.people_of(petition)[1], attachment)
    assert response.status_code == 200
    response.close()


def test_nobody_else_is_served(client, attachment):
    assert fetch(client, factories.user(), attachment).status_code == 403


def test_a_visitor_signs_in_first(client, attachment):
    response = fetch(client, None, attachment)
    assert response.status_code == 302
    assert "/compte/" in response["Location"]


@pytest.mark.parametrize(
    ("scan", "status", "words"),
    [
        (ScanStatus.PENDING, 409, "en cours d’analyse"),
        (ScanStatus.INFECTED, 403, "a été refusée à l’analyse"),
    ],
)
def test_a_file_that_is_not_clean_stays(client, petition, person, attachment, scan, status, words):
    Attachment.objects.update(scan=scan)
    response = fetch(client, person, attachment)
    assert response.status_code == status
    text = response.content.decode()
    assert words in text
    assert NAME in text
    assert petition.get_absolute_url() in text
    assert not response.streaming


def test_a_stranger_learns_nothing_of_a_pending_file(client, attachment):
    Attachment.objects.update(scan=ScanStatus.PENDING)
    response = fetch(client, factories.user(), attachment)
    assert response.status_code == 403
    assert NAME not in response.content.decode()


def test_a_clean_file_leaves(client, person, attachment):
    Attachment.objects.update(scan=ScanStatus.CLEAN)
    response = fetch(client, person, attachment)
    assert response.status_code == 200
    response.close()


def test_a_removed_file_is_as_one_that_never_was(client, person, attachment):
    remove_attachment(attachment)
    assert fetch(client, person, attachment).status_code == 404
    assert client.get(reverse("workflows:attachment", args=[0])).status_code == 404


def test_the_path_on_disk_says_nothing_and_opens_nothing(client, person, attachment):
    assert re.fullmatch(r"attachments/[0-9a-f]{32}", attachment.file.name)
    client.force_login(person)
    for path in (f"/media/{attachment.file.name}", f"/{attachment.file.name}"):
        assert client.get(path).status_code == 404
    assert settings.MEDIA_URL in ("", "/")


def test_nobody_writes_here(client, person, attachment):
    client.force_login(person)
    url = reverse("workflows:attachment", args=[attachment.pk])
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(url).status_code == 405
