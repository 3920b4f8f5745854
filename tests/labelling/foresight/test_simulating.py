"""« Simuler »: other sessions are tried, and nothing is written."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from committee.sessions.models import Session
from labelling.foresight.models import RenewalNotice
from labelling.foresight.simulation import foresee, sitting_on
from tests import factories
from tests.committee import making as committees
from tests.directory.making import label, noon
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making
from workflows.background.ticking import run_tick
from workflows.pages.remarks import sittings_to_come
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PAGE = "/bureau/renouvellements/"


@pytest.fixture
def cress() -> Iterator[Client]:
    """Whoever instructs, on a day with one session ahead, and labels that end before and after."""
    with making.day(TODAY):
        committees.planned(committees.committee(), in_days=100, waived="")  # 10 June 2026
        for year, name in ((2023, "Avant"), (2024, "Après")):
            label(factories.organisation(name), date(year, 5, 2))
        yield client_of(factories.instructor())


def test_it_shows_who_ends_when_and_who_has_no_session_in_time(cress: Client) -> None:
    page = cress.get(PAGE).text
    assert "<b>1</b> sur 2 sans séance à temps." in page
    assert page.index("Avant") < page.index("Après")
    assert "21\u00a0mai\u00a02026" in page  # twenty days before the session


def test_a_session_more_in_time_saves_a_label_and_nothing_is_written(cress: Client) -> None:
    sessions = list(Session.objects.values())
    page = cress.get(PAGE, {"simuler": "1", "session": "", "day": "2026-04-20"}).text
    assert "<b>0</b> sur 2 sans séance à temps, au lieu de 1." in page
    assert "Avant" in page
    assert ">Après<" not in page  # its last useful session is the same
    assert list(Session.objects.values()) == sessions
    assert not RenewalNotice.objects.exists()


def test_the_only_session_cancelled_leaves_all_without(cress: Client) -> None:
    page = cress.get(PAGE, {"simuler": "1", "session": "2026-06-10", "day": ""}).text
    assert "<b>2</b> sur 2 sans séance à temps, au lieu de 1." in page
    assert "au lieu de\u00a0: 21\u00a0mai\u00a02026" in page.replace("&nbsp;", "\u00a0")


def test_nothing_changes_for_labels_that_have_no_session_anyway() -> None:
    with making.day(TODAY):
        committees.planned(committees.committee(), in_days=100, waived="")
        label(factories.organisation("Avant"), date(2023, 5, 2))
        browser = client_of(factories.instructor())
        page = browser.get(PAGE, {"simuler": "1", "session": "2026-06-10", "day": ""}).text
        assert "Aucune n’a de séance à temps, et aucune n’en aurait." in page
        assert "Chacune garde" not in page
        assert "<b>1</b> sur 1 sans séance à temps, comme aujourd’hui." in page
        label(factories.organisation("Après"), date(2024, 5, 2))
        page = browser.get(PAGE, {"simuler": "1", "session": "", "day": "2028-02-01"}).text
        assert "ou reste sans séance à temps." in page


def test_a_notice_that_was_made_says_when() -> None:
    with making.day(TODAY):
        label(factories.organisation("Avant"), date(2023, 5, 2))
        browser = client_of(factories.instructor())
        due = browser.get(PAGE).text
        assert f"La CRESS, le {format_date(TODAY)}" in due  # not on a day gone by
        run_tick(noon(TODAY))
    with making.day(TODAY + timedelta(days=3)):
        browser = client_of(factories.instructor())
        assert f"La CRESS, faite le {format_date(TODAY)}" in browser.get(PAGE).text
        tried = {"simuler": "1", "session": "", "day": "2026-04-20"}
        page = browser.get(PAGE, tried).text
        assert f"au lieu de&nbsp;: faite le {format_date(TODAY)}" in page


def test_a_session_that_would_be_called_too_late_says_so(cress: Client) -> None:
    page = cress.get(PAGE, {"simuler": "1", "session": "", "day": "2026-03-04"}).text
    assert f"délai de convocation passé depuis le {format_date(date(2026, 2, 27))}" in page
    with making.day(date(2026, 6, 8)):  # two days before one that exists: its members were called
        page = client_of(factories.instructor()).get(PAGE).text
    assert "délai de convocation passé" not in page
    assert f"arrêté le {format_date(date(2026, 6, 5))}" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"session": "", "day": ""}, "Indiquez la date de la séance à ajouter."),
        ({"session": "", "day": "2026-02-01"}, "Cette date est passée."),
        ({"session": "", "day": "31/02/2027"}, "Écrivez une date, par exemple 18/06/2026."),
        ({"session": "", "day": "2026-06-10"}, "Une séance est déjà prévue ce jour-là"),
        ({"session": "1999-01-01", "day": "2026-04-20"}, "Cette séance n’est plus prévue"),
    ],
)
def test_what_cannot_be_tried_is_said_and_the_list_stays(
    cress: Client, typed: dict[str, str], said: str
) -> None:
    answer = cress.get(PAGE, {"simuler": "1", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "<b>1</b> sur 2 sans séance à temps." in answer.text


def test_one_day_of_endings_is_counted_once_and_read_by_page() -> None:
    with making.day(TODAY):
        for _ in range(3):
            label(factories.organisation(), date(2023, 5, 2))
        found = foresee(sittings_to_come(TODAY), [sitting_on(date(2026, 4, 20))], TODAY)
        assert (found.number, found.lapsing, found.would_lapse) == (3, 3, 0)
        assert len(found.now) == 1
        rows = found.foreseen(found.shown[:2])
        assert [row.then.lapses for row in rows] == [False, False]
