"""The next day of the committee, and the last one on which it is useful to file for it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from committee.room import operations as room
from labelling.instruction.reading.sitting import UNKNOWN, Chance, chance_of, sitting_words
from tests import factories
from tests.committee import making
from tests.labelling.browsing import client_of
from workflows.pages.remarks import Sitting
from workflows.presentation.french import format_long_date

pytestmark = pytest.mark.django_db  # the delays in force are asked there

TODAY = date(2026, 3, 2)


def sitting(day: date, notice: int = 5) -> Sitting:
    return Sitting(day, day - timedelta(days=notice))


def test_the_last_useful_day_leaves_the_whole_instruction_before_the_agenda_goes_out() -> None:
    day = date(2026, 6, 30)
    # 5 days for the call, 15 for the instruction: the delays of the settings.
    assert chance_of([sitting(day)], TODAY) == Chance(day, date(2026, 6, 10))


@pytest.mark.parametrize(("offset", "in_time"), [(0, True), (1, False)])
def test_on_the_last_day_it_is_still_time_and_not_the_day_after(offset: int, in_time: bool) -> None:
    day = TODAY + timedelta(days=20)
    assert (chance_of([sitting(day)], TODAY + timedelta(days=offset)) is not None) is in_time


def test_a_session_too_near_gives_way_to_the_next() -> None:
    near, far = sitting(TODAY + timedelta(days=10)), sitting(date(2026, 9, 15))
    words = sitting_words("presented", [near, far], TODAY)
    assert format_long_date(near.day) in words
    assert "trop proche" in words
    assert format_long_date(date(2026, 8, 26)) in words
    assert "n’est pas encore fixée" in sitting_words("presented", [near], TODAY)


def test_once_filed_only_the_day_is_said() -> None:
    words = sitting_words("submitted", [sitting(date(2026, 9, 15))], TODAY)
    assert format_long_date(date(2026, 9, 15)) in words
    assert "se dépose" not in words


def test_nobody_is_promised_a_day_that_is_not_fixed() -> None:
    assert sitting_words("presented", [], TODAY) == UNKNOWN


@pytest.mark.django_db
def test_home_and_dossier_say_it() -> None:
    dossier = factories.dossier("committed")
    session = making.planned(making.committee(), in_days=90)
    client = client_of(factories.representative_of(dossier))
    last = timezone.localdate() + timedelta(days=90 - 5 - 15)
    for address in ("/", dossier.get_absolute_url()):
        page = client.get(address).text
        assert format_long_date(session.held_on) in page
        assert format_long_date(last) in page


@pytest.mark.django_db
def test_a_dossier_put_off_in_the_middle_is_not_said_to_be_deliberated_on() -> None:
    made, dossier = making.committee(), factories.dossier("admissible")
    voted = making.voting(made, dossier)
    person = factories.representative_of(dossier)
    assert "Le comité délibère" in client_of(person).get(dossier.get_absolute_url()).text
    room.defer(voted, reason="Il manque un avis.", actor=made.chair)
    page = client_of(person).get(dossier.get_absolute_url()).text
    assert "Le comité délibère" not in page
    assert "Il manque un avis." in page
