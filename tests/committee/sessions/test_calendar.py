"""A session in the calendars of its members."""

import email.policy
from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from committee.sessions.calendar import calendar_of_session
from tests.committee import making
from tests.directory.making import logged_in
from tests.notifications.draining import drain
from tests.workflows.mail.test_icalendar import read
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def files_in(message: Any) -> list[dict[str, str]]:
    """The calendar files of a letter, as a mail client finds them."""
    received = message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    parts: Any = received.iter_attachments()
    files = [one for one in parts if one.get_content_type() == "text/calendar"]
    # On the wire every line ends by CRLF; in memory, as the generator likes.
    texts = [one.get_payload(decode=True).decode() for one in files]
    return [read("\r\n".join(text.splitlines())) for text in texts]


def test_the_convocation_comes_with_its_agenda_and_a_file_that_a_cancellation_takes_back() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)
    item = making.item(made, session)
    perform(session, "convene", actor=made.cress)
    drain()
    called = [message for message in mail.outbox if "Convocation" in message.subject]
    assert len(called) == len(made.mandates)
    [published] = files_in(called[0])
    assert published["METHOD"] == "PUBLISH"
    assert item.case.title in published["DESCRIPTION"]
    assert f"- {item.case.title}" in str(called[0].body)
    mail.outbox.clear()
    perform(session, "cancel", actor=made.cress, reason="Salle indisponible.")
    drain()
    told = [message for message in mail.outbox if "annulée" in message.subject]
    [cancelled] = files_in(told[0])
    assert cancelled["METHOD"] == "CANCEL"
    assert cancelled["UID"] == published["UID"]
    assert int(cancelled["SEQUENCE"]) > int(published["SEQUENCE"])


def test_each_change_of_the_agenda_is_a_later_version() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)

    def version() -> int:
        return int(read(calendar_of_session(session).text)["SEQUENCE"])

    seen = [version()]
    item = making.item(made, session)
    seen.append(version())
    perform(item, "remove", actor=made.cress)
    seen.append(version())
    assert seen == sorted(set(seen))


def test_those_called_download_it_once_they_are() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)
    making.item(made, session)
    member = logged_in(made.mandates[0].user)
    page = reverse("committee:calendar", args=[session.pk])
    assert member.get(page).status_code == 404
    perform(session, "convene", actor=made.cress)
    response = member.get(page)
    assert response["Content-Type"].startswith("text/calendar")
    assert 'filename="seance.ics"' in response["Content-Disposition"]
    assert read(response.content.decode())["UID"].startswith(f"session-{session.pk}@")
    assert page in member.get(session.get_absolute_url()).content.decode()
