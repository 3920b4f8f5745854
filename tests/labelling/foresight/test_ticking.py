"""Each notice is told once, to whoever may still act on it; a session moved moves what is told."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from committee.sessions.models import Session
from committee.sessions.operations import local_datetime
from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from labelling.foresight.enums import NoticeKind as K
from labelling.foresight.models import RenewalNotice
from labelling.foresight.notices import direction_instead
from labelling.foresight.ticking import renewal_notices
from tests import factories, sanctions
from tests.committee import making as committees
from tests.directory.making import label, noon
from tests.labelling.renewal import making
from tests.notifications.draining import drain
from tests.notifications.reading import read
from tests.racing import Overlap
from workflows.actors import Actor
from workflows.background.ticking import TICK, carry_out, run_tick
from workflows.engine import create, perform

pytestmark = pytest.mark.django_db
START = date(2024, 2, 29)
ENDS = date(2027, 2, 28)
OPENS = date(2026, 2, 28)


@pytest.fixture
def now() -> Iterator[None]:
    """A year before the end."""
    with making.day(OPENS):
        yield


@pytest.fixture
def held(now: None) -> Recognition:
    return label(factories.organisation(), START)


@pytest.fixture
def committee(now: None) -> committees.Committee:
    return committees.committee()


def session(committee: committees.Committee, day: date) -> Session:
    return committees.planned(committee, in_days=(day - OPENS).days, waived="")


def tick(day: date) -> list[str]:
    """The kinds told that day."""
    before = set(RenewalNotice.objects.values_list("pk", flat=True))
    assert carry_out(renewal_notices(noon(day)), ("told",))["failed"] == 0
    told = RenewalNotice.objects.exclude(pk__in=before).order_by("pk")
    return list(told.values_list("kind", flat=True))


def test_each_is_told_once_on_its_day(held: Recognition, committee: committees.Committee) -> None:
    session(committee, date(2026, 12, 10))
    told = {
        date(2026, 2, 28): [K.M12],
        date(2026, 5, 28): [K.M9],
        date(2026, 8, 28): [K.M6],
        date(2026, 9, 21): [K.LAST_SESSION],
        # Past the last day to file for it, that session is of no use: the CRESS is told.
        date(2026, 11, 21): [K.NO_SESSION],
        date(2026, 11, 28): [K.M3],
        date(2027, 1, 28): [K.M1],
    }
    for day, kinds in told.items():
        assert tick(day - timedelta(days=1)) == []
        assert tick(day) == kinds
        assert tick(day) == []
    assert tick(ENDS) == []
    assert tick(ENDS + timedelta(days=1)) == []


@pytest.mark.breaks_history
def test_a_session_added_moved_or_cancelled_moves_what_is_told(
    held: Recognition, committee: committees.Committee
) -> None:
    assert tick(OPENS) == [K.M12]
    assert tick(date(2026, 5, 28)) == [K.M9, K.NO_SESSION]
    added = session(committee, date(2026, 12, 10))
    assert tick(date(2026, 9, 1)) == [K.M6]
    moved = local_datetime(date(2026, 11, 2), added.starts_at.time())
    Session.objects.filter(pk=added.pk).update(starts_at=moved)
    # Thirty-eight days sooner: what was for 21 September was for 14 August.
    assert tick(date(2026, 9, 2)) == [K.LAST_SESSION]
    notice = RenewalNotice.objects.get(kind=K.LAST_SESSION)
    assert (notice.session_on, notice.last_day) == (date(2026, 11, 2), date(2026, 10, 13))


def test_a_label_that_resumes_is_told_in_the_same_tick(held: Recognition) -> None:
    """What time does to labels comes before what it tells of them."""
    last_day = date(2026, 5, 30)
    sanctions.suspend(held, until=last_day)
    with making.day(last_day + timedelta(days=1)):
        counts = run_tick(noon(last_day))
        assert (counts["recognitions"]["resumed"], counts["renewal_notices"]["told"]) == (0, 0)
        counts = run_tick(noon(last_day + timedelta(days=1)))
    assert (counts["recognitions"]["resumed"], counts["renewal_notices"]["told"]) == (1, 2)


def test_a_cancelled_session_is_counted_on_no_more(
    held: Recognition, committee: committees.Committee
) -> None:
    found = session(committee, date(2026, 12, 10))
    assert tick(date(2026, 6, 1)) == [K.M9]
    perform(found, "cancel", actor=committee.cress, reason="Salle indisponible.")
    assert tick(date(2026, 6, 2)) == [K.NO_SESSION]


@pytest.mark.parametrize("given_up", ["withdrawn", "renounced", "renewed"])
def test_nothing_is_told_of_what_is_over_or_followed(held: Recognition, given_up: str) -> None:
    if given_up == "withdrawn":
        sanctions.withdraw(held, reason="Fraude.")
    elif given_up == "renounced":
        perform(held, "renounce", actor=Actor.of(factories.representative(held.organisation)))
    else:
        label(held.organisation, OPENS)
    assert tick(OPENS) == []


def test_nothing_is_told_once_the_renewal_is_filed() -> None:
    held = making.labelled()
    with making.before_end(held, 11):
        made = making.reported(making.ready_to_file(held))
        assert tick(timezone.localdate()) == [K.M12]
        perform(made, "submit", actor=Actor.of(making.holder(held)))
    with making.before_end(held, 9):
        assert tick(timezone.localdate()) == []


def test_extended_it_is_told_of_its_new_end(held: Recognition) -> None:
    direction = Actor.of(factories.manager())
    assert tick(date(2027, 1, 28)) == [K.NO_SESSION, K.M1]
    extend(held, until=date(2027, 8, 31), reason="Attente.", actor=direction, at=noon(ENDS))
    assert tick(ENDS) == [K.NO_SESSION, K.M6]
    ends = RenewalNotice.objects.filter(kind=K.NO_SESSION).values_list("ends_on", flat=True)
    assert sorted(ends) == [ENDS, date(2027, 8, 31)]


def test_the_database_keeps_one_a_kind_and_an_end(held: Recognition) -> None:
    tick(OPENS)
    notice = RenewalNotice.objects.get()
    same = RenewalNotice(recognition=held, kind=notice.kind, ends_on=notice.ends_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        create(same, actor=TICK, action=notice.action, at=noon(OPENS))


def test_the_holder_reads_what_to_do_and_by_when(
    held: Recognition, committee: committees.Committee
) -> None:
    session(committee, date(2026, 12, 10))
    with time_machine.travel(noon(date(2026, 9, 21)), tick=False):
        tick(date(2026, 9, 21))
        drain()
    subjects = {message.subject for message in mail.outbox}
    assert "Dernière séance utile\u00a0: déposez avant le 20\u00a0novembre\u00a02026" in subjects


def test_what_moved_on_before_it_was_sent_is_not_sent(held: Recognition) -> None:
    tick(OPENS)
    perform(held, "renounce", actor=Actor.of(factories.representative(held.organisation)))
    drain()
    assert not [found for found in mail.outbox if "renouvelez-le" in found.subject]


def test_without_a_session_the_direction_is_told(held: Recognition) -> None:
    director = factories.manager()
    with time_machine.travel(noon(date(2026, 5, 28)), tick=False):
        tick(date(2026, 5, 28))
        drain()
    to_director = [found for found in mail.outbox if found.to == [director.email]]
    (message,) = [found for found in to_director if held.number in found.subject]
    assert "/bureau/renouvellements/" in message.body


def test_the_direction_is_told_of_a_renewal_that_nobody_would_prepare(held: Recognition) -> None:
    director = factories.manager()
    tick(OPENS)
    found = RenewalNotice.objects.get()
    assert not direction_instead(found).exists()
    found.recognition.organisation = factories.organisation()
    assert list(direction_instead(found)) == [director]
    perform(held, "renounce", actor=Actor.of(making.holder(held)))
    assert not direction_instead(found).exists()


def test_what_each_says(held: Recognition, committee: committees.Committee) -> None:
    session(committee, date(2026, 12, 10))
    tick(date(2026, 9, 21))
    for notice in RenewalNotice.objects.all():
        for words in read(f"renewalnotice.{notice.action}", notice):
            assert words.details


def test_a_dry_run_lists_who_would_get_what_and_why(held: Recognition) -> None:
    person = factories.representative(held.organisation)
    out = StringIO()
    call_command("tick", "--as-of", OPENS.isoformat(), "--dry-run", "--json", stdout=out)
    due = json.loads(out.getvalue())["due"]
    (listed,) = [found for found in due if found["part"] == "renewal_notices"]
    assert held.number in listed["about"]
    assert str(person) in listed["told"]
    assert "28\u00a0février\u00a02027" in listed["why"]
    assert not RenewalNotice.objects.exists()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_tell_it_once() -> None:
    at = noon(OPENS)
    with transaction.atomic():
        label(factories.organisation(), START)
    with Overlap() as overlap:
        counts = overlap.run(
            partial(carry_out, renewal_notices(at), ("told",)),
            partial(carry_out, renewal_notices(at), ("told",)),
        )
    assert sorted(count["told"] for count in counts) == [0, 1]
    assert [count["failed"] for count in counts] == [0, 0]
