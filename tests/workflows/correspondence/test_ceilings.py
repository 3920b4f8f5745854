"""What a case takes in a day: files, bytes, messages of one person. Then it is said, and kept."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.files import pdf, pdf_bytes
from tests.toys import making
from tests.toys.models import Repair
from workflows.correspondence.operations import attach, attach_all, post_message, remove_attachment
from workflows.models import Attachment, Message
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db

ONE = len(pdf_bytes())


@pytest.fixture
def repair() -> Repair:
    return making.repair()


@pytest.fixture
def person(repair: Repair) -> Any:
    return repair.owner


def refused(call: Any) -> tuple[str, str]:
    """The field and the words of the only unmet condition."""
    with pytest.raises(Refused) as caught:
        call()
    (unmet,) = caught.value.unmet
    return unmet.field, unmet.message


def test_a_case_takes_so_many_bytes_a_day(repair, person, settings) -> None:
    settings.OSE_CASE_BYTES_A_DAY = 2 * ONE
    now = timezone.now()

    def send(*uploads: SimpleUploadedFile, at: Any = now) -> list[Attachment]:
        return attach_all(repair, slot="photos", uploads=uploads, by=person, at=at)

    (first,) = send(pdf())
    remove_attachment(first)  # its bytes stay
    assert refused(lambda: send(pdf(), pdf()))[0] == "uploads"
    assert Attachment.objects.count() == 1
    send(pdf())
    assert "de pièces par jour. Allégez celles-ci" in refused(lambda: send(pdf()))[1]
    other = making.repair()
    attach(other, slot="photos", upload=pdf(), by=person, at=now)
    send(pdf(), pdf(), at=now + timedelta(days=1))


def test_a_case_takes_so_many_files_a_day_whoever_sends_them(repair, person, settings) -> None:
    settings.OSE_CASE_FILES_A_DAY = 2
    attach(repair, slot="photos", upload=pdf(), by=person)
    post_message(repair, author=factories.user(), body="Voici", uploads=[pdf()])
    assert refused(lambda: attach(repair, slot="photos", upload=pdf(), by=person)) == (
        "uploads",
        "La limite est de 2 pièces par jour. Envoyez celles-ci demain.",
    )


def test_a_person_writes_so_many_messages_a_day_on_a_case(repair, person, settings) -> None:
    settings.OSE_CASE_MESSAGES_A_DAY = 2
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for body in ("Un", "Deux"):
            post_message(repair, author=person, body=body)
        assert refused(lambda: post_message(repair, author=person, body="Trois")) == (
            "body",
            "Vous avez envoyé 2 messages en un jour, c’est la limite. Envoyez celui-ci demain.",
        )
        assert post_message(repair, author=person, body="Deux").body == "Deux"  # a second click
        post_message(repair, author=factories.user(), body="Trois")
        clock.shift(timedelta(days=1))
        post_message(repair, author=person, body="Trois")


def test_files_that_pass_the_limit_leave_no_message(repair, person, settings) -> None:
    settings.OSE_CASE_FILES_A_DAY = 1
    with pytest.raises(Refused):
        post_message(repair, author=person, body="Voici", uploads=[pdf("1.pdf"), pdf("2.pdf")])
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()
