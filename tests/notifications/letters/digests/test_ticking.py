"""What was kept for Monday is told once, in one letter, as things are by then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db.models import Count
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from directory.people.models import User
from labelling.dossiers.models import Dossier
from notifications.letters.digests import gathering
from notifications.letters.digests.ticking import digests, last_monday
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery, Digest
from notifications.preferences.enums import Pace, Way, optional_categories
from notifications.preferences.links import read
from notifications.preferences.operations import choose
from notifications.words import words_of
from tests import factories
from tests.notifications.draining import drain
from tests.threads import at_once
from workflows.background.ticking import carry_out
from workflows.correspondence.operations import post_message
from workflows.outbox.notices import Category

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.fromisoformat("2027-03-24T10:00:00+01:00")
MONDAY = datetime.fromisoformat("2027-03-29T07:00:00+02:00")  # clocks moved the night before


@pytest.fixture
def dossier() -> Dossier:
    with time_machine.travel(WEDNESDAY - timedelta(days=1), tick=False):
        made = factories.dossier("under_instruction")
        drain()
    Delivery.objects.all().delete()
    mail.outbox.clear()
    return made


@pytest.fixture
def reader(dossier: Dossier) -> User:
    """Whoever instructs it, who reads messages once a week."""
    assert dossier.assignee
    choose(dossier.assignee, {Category.MESSAGES: Pace.WEEKLY}, way=Way.PAGE)
    return dossier.assignee


@pytest.fixture
def kept(dossier: Dossier, reader: User) -> list[str]:
    """Two messages of the same week, written to nobody yet."""
    said = ["Le plan d’actions est prêt.", "Il est joint au dossier."]
    with time_machine.travel(WEDNESDAY, tick=False):
        for words in said:
            post_message(dossier, author=factories.representative_of(dossier), body=words)
        drain()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.GATHERED}
    return said


def tick(at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        counts = carry_out(digests(at), ("written",))
        drain()
    assert counts["failed"] == 0
    return counts["written"]


def test_one_letter_on_monday_tells_all_that_was_kept(kept, reader, dossier, settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr"
    assert tick(MONDAY - timedelta(seconds=1)) == 0
    assert tick(MONDAY) == 1
    [letter] = mail.outbox
    assert letter.to == [reader.email]
    assert letter.subject == "Votre semaine sur OSE\u00a0: 2 nouvelles"
    assert Category.MESSAGES.label in letter.body
    assert letter.body.count(f"- Nouveau message\u00a0: {dossier.title}") == 2
    assert "https://ose.exemple.fr/notifications/" in letter.body
    html: Any = letter
    assert html.alternatives[0].content.count("<li") == 2
    told = Delivery.objects.filter(digest__isnull=False)
    assert [(one.status, one.sent_at) for one in told] == [(DeliveryStatus.SENT, MONDAY)] * 2
    link = letter.extra_headers["List-Unsubscribe"].rstrip("/>").rsplit("/", 1)[1]
    with time_machine.travel(MONDAY, tick=False):
        assert read(link).categories == (Category.MESSAGES,)
    assert tick(MONDAY + timedelta(hours=1)) == 0
    assert tick(MONDAY + timedelta(weeks=1)) == 0
    assert len(mail.outbox) == 1


def test_a_week_in_which_nothing_happened_sends_nothing(reader):
    assert tick(MONDAY) == 0
    assert not Digest.objects.exists()


def test_a_clock_put_back_sends_nothing_twice(kept, dossier):
    assert tick(MONDAY) == 1
    for hours in (1, 24, 24 * 8):
        assert tick(MONDAY - timedelta(hours=hours)) == 0
    assert tick(MONDAY + timedelta(hours=1)) == 0
    assert len(mail.outbox) == 1


def test_a_clock_that_was_stopped_on_monday_is_made_up_for(kept):
    assert tick(MONDAY + timedelta(days=2)) == 1
    assert Digest.objects.get().monday == MONDAY.date()
    assert len(mail.outbox) == 1


def test_what_comes_after_the_letter_waits_for_the_next(kept, dossier, reader):
    assert tick(MONDAY) == 1
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        post_message(dossier, author=factories.representative_of(dossier), body="Encore un.")
        drain()
    assert tick(MONDAY + timedelta(days=6)) == 0
    assert tick(MONDAY + timedelta(weeks=1)) == 1
    assert [one.subject[-10:] for one in mail.outbox] == [" nouvelles", "1 nouvelle"]


def test_whoever_lost_the_right_to_know_meanwhile_is_told_nothing(kept, dossier, reader):
    User.objects.filter(pk=reader.pk).update(is_active=False)
    tick(MONDAY)
    assert mail.outbox == []
    told = Delivery.objects.exclude(event__model="notifications.digest")
    assert {one.status for one in told} == {DeliveryStatus.SKIPPED}
    assert {one.problem for one in told} == {"Cette personne n’est plus concernée."}


def test_whoever_chose_never_meanwhile_is_told_nothing(kept, reader):
    choose(reader, {Category.MESSAGES: Pace.NEVER}, way=Way.PAGE)
    tick(MONDAY)
    assert mail.outbox == []
    assert {one.status for one in Delivery.objects.all()} == {DeliveryStatus.SKIPPED}


def test_whoever_chose_at_once_meanwhile_reads_it_on_monday(kept, reader, dossier):
    choose(reader, {Category.MESSAGES: Pace.AT_ONCE}, way=Way.PAGE)
    with time_machine.travel(WEDNESDAY + timedelta(hours=1), tick=False):
        post_message(dossier, author=factories.representative_of(dossier), body="Tout de suite.")
        drain()
    assert [one.subject for one in mail.outbox] == [f"Nouveau message\u00a0: {dossier.title}"]
    assert tick(MONDAY) == 1
    assert len(mail.outbox) == 2


def test_what_a_right_hangs_on_does_not_wait_for_monday(dossier):
    person = factories.representative_of(dossier)
    choose(person, dict.fromkeys(optional_categories(), Pace.WEEKLY), way=Way.PAGE)
    with time_machine.travel(WEDNESDAY, tick=False):
        factories.ask(dossier, person)
        drain()
    assert [one.to for one in mail.outbox] == [[person.email]]


def test_words_that_fail_for_one_line_stop_no_other(kept, monkeypatch):
    say = words_of
    failed: list[Any] = []

    def failing(*given: Any) -> Any:
        if not failed:
            failed.append(given)
            raise KeyError("a template that fails")
        return say(*given)

    monkeypatch.setattr(gathering, "words_of", failing)
    assert tick(MONDAY) == 1
    assert mail.outbox[0].subject.endswith("1 nouvelle")
    assert Delivery.objects.filter(status=DeliveryStatus.BROKEN).count() == 1


def test_a_rehearsed_tick_says_who_would_read_and_writes_nothing(kept, reader):
    heard: list[str] = []
    carry_out(
        digests(MONDAY), ("written",), rehearse=True, note=lambda due: heard.append(due.about)
    )
    assert heard == [f"personne {reader}"]
    assert not Digest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_ticks_at_once_write_one_letter(kept):
    counts = at_once([lambda: carry_out(digests(MONDAY), ("written",))["written"]] * 3)
    assert sum(counts) == 1
    drain()
    assert len(mail.outbox) == 1
    once = Delivery.objects.values("event_key", "user").annotate(rows=Count("pk"))
    assert {row["rows"] for row in once} == {1}


@given(st.integers(0, 6 * 366 * 24 * 60))
def test_the_last_monday_is_at_seven_in_france_and_has_come(minutes):
    at = WEDNESDAY + timedelta(minutes=minutes)
    monday = timezone.localtime(last_monday(at))
    assert (monday.weekday(), monday.hour, monday.minute) == (0, 7, 0)
    assert timedelta() <= at - monday <= timedelta(days=7, hours=1)
    assert last_monday(monday) == monday


def test_the_last_monday_around_a_change_of_clocks():
    assert last_monday(MONDAY).date() == date(2027, 3, 29)
    assert last_monday(MONDAY - timedelta(seconds=1)).date() == date(2027, 3, 22)
