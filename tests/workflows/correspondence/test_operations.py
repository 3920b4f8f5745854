"""A message is written once, however often the button is pressed; two messages stay two."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.files import pdf, pdf_bytes
from tests.petitions.making import people_of, petition
from workflows.correspondence.operations import SAME_MESSAGE, post_message
from workflows.models import Message

pytestmark = pytest.mark.django_db


def test_a_corrected_file_of_the_same_name_and_size_is_another_message() -> None:
    case = petition()
    author, _ = people_of(case)
    sent = [
        post_message(
            case,
            author=author,
            body="Le PV.",
            uploads=[SimpleUploadedFile("PV.pdf", pdf_bytes(amount))],
        )
        for amount in ("12 000 euros", "21 000 euros")
    ]
    assert sent[0] != sent[1]


def test_other_words_other_files_another_author_or_case_are_another_message() -> None:
    case, other = petition(), petition()
    author, colleague = factories.user(), factories.user()
    post_message(case, author=author, body="Merci")
    post_message(case, author=author, body="Merci beaucoup")
    post_message(case, author=author, body="Merci", uploads=[pdf("un.pdf")])
    post_message(case, author=author, body="Merci", uploads=[pdf("un.pdf"), pdf("deux.pdf")])
    post_message(case, author=colleague, body="Merci")
    post_message(other, author=author, body="Merci")
    assert Message.objects.count() == 6


def test_the_same_words_later_are_another_message() -> None:
    case = petition()
    author, _ = people_of(case)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = post_message(case, author=author, body="Merci")
        clock.shift(SAME_MESSAGE)
        assert post_message(case, author=author, body="Merci") == first
        clock.shift(timedelta(seconds=1))
        assert post_message(case, author=author, body="Merci") != first
