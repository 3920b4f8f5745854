"""What a calendar reads, by the letter of RFC 5545."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflows.mail.icalendar import Meeting, WholeDay, calendar_of, feed_of

PARIS = ZoneInfo("Europe/Paris")


def meeting(**more: Any) -> Meeting:
    asked: dict[str, Any] = {
        "uid": "session-1@ose.exemple.fr",
        "sequence": 3,
        "starts_at": datetime(2026, 12, 10, 14, tzinfo=PARIS),
        "lasts": timedelta(hours=2),
        "summary": "Comité\u00a0: séance",
        "place": "Maison de l’ESS, Nantes ; 2e étage",
        "description": "Ordre du jour\u00a0:\r\n1. Les Jardins\\Cie\n2. L’Atelier",
        "url": "https://ose.exemple.fr/seances/1/",
        "organiser": ('OSE "PdL"', "label@cress.example"),
        "stamped_at": datetime(2026, 11, 27, 12, tzinfo=UTC),
    }
    return Meeting(**(asked | more))


def read(text: str) -> dict[str, str]:
    """The properties of a file, unfolded, by their whole name."""
    lines = text.replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if line)


def test_a_meeting_is_published_at_its_hour_in_france() -> None:
    calendar = calendar_of(meeting(), "seance.ics")
    found = read(calendar.text)
    assert (found["METHOD"], found["STATUS"], found["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", "3")
    assert (found["DTSTART"], found["DTEND"]) == ("20261210T130000Z", "20261210T150000Z")
    assert found["DTSTAMP"] == "20261127T120000Z"
    assert found["LOCATION"] == "Maison de l’ESS\\, Nantes \\; 2e étage"
    assert found["DESCRIPTION"] == "Ordre du jour\u00a0:\\n1. Les Jardins\\\\Cie\\n2. L’Atelier"
    assert found['ORGANIZER;CN="OSE ’PdL’"'] == "mailto:label@cress.example"
    assert "ATTENDEE" not in calendar.text  # nobody is asked to answer there
    assert calendar.content_type == "text/calendar; method=PUBLISH"


def test_in_summer_the_hour_is_that_of_summer() -> None:
    found = read(calendar_of(meeting(starts_at=datetime(2027, 6, 10, 14, tzinfo=PARIS)), "x").text)
    assert found["DTSTART"] == "20270610T120000Z"


def test_a_cancelled_meeting_leaves_the_calendars_that_hold_it() -> None:
    found = read(calendar_of(meeting(cancelled=True, sequence=4), "x").text)
    assert (found["METHOD"], found["STATUS"], found["SEQUENCE"]) == ("CANCEL", "CANCELLED", "4")
    assert found["UID"] == meeting().uid


def test_each_line_ends_as_it_should_and_is_short_enough() -> None:
    text = calendar_of(meeting(description="é" * 500, summary="🗳️" * 60), "x").text
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert read(text)["DESCRIPTION"] == "é" * 500


def test_a_text_cannot_begin_another_property() -> None:
    text = calendar_of(meeting(summary="a\nEND:VEVENT\r\nb"), "x").text
    assert text.count("END:VEVENT") == 2  # one of them inside the summary
    assert "\r\nEND:VEVENT\r\nb" not in text


def test_a_name_cannot_end_its_parameter() -> None:
    text = calendar_of(meeting(organiser=('a":mailto:x@y\r\nb', "label@cress.example")), "x").text
    assert 'ORGANIZER;CN="a’:mailto:x@y b":mailto:label@cress.example' in text


def test_a_feed_has_days_that_take_nobody_s_time() -> None:
    day = WholeDay(
        "label-1@ose.exemple.fr", date(2027, 2, 28), "Fin du label", "OSE-2024-0001", "u"
    )
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    text = feed_of("Renouvellements", [day], at=now, every=timedelta(hours=12))
    found = read(text)
    assert found["DTSTART;VALUE=DATE"] == "20270228"
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["REFRESH-INTERVAL;VALUE=DURATION"] == "PT12H"
    assert "DTEND" not in found  # the whole of that day, and no other
