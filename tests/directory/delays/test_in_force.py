"""What is in force on a day, read by whom, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.delays.catalogue import CATALOGUE, KNOWN
from directory.delays.enums import Unit
from directory.delays.in_force import delay, opened_on, read_once, schedule
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from directory.delays.operations import undo_change
from tests import factories
from tests.delays import changed
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def test_each_first_length_is_within_its_own_bounds() -> None:
    assert len(KNOWN) == len(CATALOGUE)
    for known in CATALOGUE:
        assert known.admits(known.first), known.key
        assert known.first == delay(known.key)


def test_each_day_has_its_own() -> None:
    monday = today() + timedelta(days=30)
    changed("complements", 45, since=monday)
    changed("complements", 60, since=monday + timedelta(days=10))
    last = changed("complements", 20)
    assert delay("complements") == Length(20)
    assert delay("complements", on=today() - timedelta(days=1)) == Length(30)
    assert delay("complements", on=monday - timedelta(days=1)) == Length(20)
    assert delay("complements", on=monday) == Length(45)
    assert delay("complements", on=monday + timedelta(days=400)) == Length(60)
    assert [v.length.number for v in schedule().coming(today(), "complements")] == [45, 60]
    assert last.length == Length(20)


def test_of_one_day_the_last_decided_holds() -> None:
    changed("complements", 45)
    changed("complements", 46)
    assert delay("complements") == Length(46)


def test_what_is_undone_never_holds() -> None:
    tomorrow = today() + timedelta(days=1)
    made = changed("complements", 45, since=tomorrow)
    assert delay("complements", on=tomorrow) == Length(45)
    undo_change(made, reason="Erreur.", actor=factories.SYSTEM)
    assert delay("complements", on=tomorrow) == Length(30)


def test_a_renewal_that_opened_is_not_closed_nor_opened_before_it_holds() -> None:
    end = today() + timedelta(days=200)
    key = "label_renewal_months"
    opened = KNOWN[key].first.before(end)
    assert opened_on(key, end) == opened < today()
    changed(key, 3)
    assert opened_on(key, end) == opened
    later = today() + timedelta(days=400)
    assert opened_on(key, later) == Length(3, Unit.MONTH).before(later)
    wider = Length(3, Unit.MONTH).before(later) - timedelta(days=20)
    changed(key, 12, since=wider)
    assert opened_on(key, later) == wider


def test_a_request_of_somebody_costs_no_query_more() -> None:
    person = factories.manager()
    client = Client()
    client.force_login(person)
    page = reverse("directory:delays")
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    about = [query["sql"] for query in captured if "delaychange" in query["sql"].lower()]
    assert len(about) == 1
    assert "directory_user" in about[0]


def test_inside_one_reading_it_is_asked_once_and_again_after_a_change() -> None:
    with read_once():
        delay("complements")
        with CaptureQueriesContext(connection) as captured:
            delay("complements")
            delay("reminder")
        assert len(captured) == 0
        changed("complements", 45)
        assert delay("complements") == Length(45)
    with CaptureQueriesContext(connection) as captured:
        delay("complements")
    assert len(captured) == 1


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_was_never_in_force() -> None:
    """The key of what is kept never comes back, whatever the database gives again."""
    with transaction.atomic():
        changed("complements", 45)
        assert delay("complements") == Length(45)
        transaction.set_rollback(True)
    assert delay("complements") == Length(30)
    changed("complements", 60)
    assert delay("complements") == Length(60)


@pytest.mark.django_db(transaction=True)
def test_of_many_acts_at_once_one_holds_and_the_others_are_told() -> None:
    """Each process reads the one that holds, at once."""
    numbers = [31, 32, 33, 34]
    found = at_once([lambda n=n: changed("complements", n) for n in numbers])  # type: ignore[misc]
    made = [one for one in found if isinstance(one, DelayChange)]
    assert 1 <= len(made) <= len(numbers)
    assert DelayChange.objects.count() == len(made)
    last = DelayChange.objects.earliest("-revision")
    reads = at_once([lambda: delay("complements")] * 3)
    assert set(reads) == {last.length}
