"""What holds on every day, whatever people did."""

from collections import Counter
from datetime import date
from typing import Any

from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.recognitions.models import Recognition
from directory.removals.models import OPEN as REMOVALS
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import exchange_window
from labelling.foresight.awaiting import FILED
from labelling.foresight.models import RenewalNotice
from notifications.letters.models import Delivery
from notifications.reminders.models import Reminder
from workflows.history import history_model
from workflows.models import Task

LIVE = ("active", "suspended")
GIVEN_UP = ("withdrawn", "renounced")


class Watch:
    """Examines one life; `left` are the letters that left, each by its addressee and its key."""

    def __init__(self) -> None:
        self.left: set[tuple[str, str]] = set()
        mail.outbox.clear()

    def after_time(self, today: date, counts: dict[str, dict[str, int]]) -> None:
        """Time did all that was its to do, of what it found."""
        assert not any(part.get("failed") for part in counts.values()), counts
        labels = list(Recognition.objects.select_related("previous"))
        for found in labels:
            _stands_where_its_dates_say(found, today)
            if found.previous is not None:
                _follows(found, found.previous)
        _each_was_asked_at_mid_term(labels, today)
        assert not Task.objects.overdue(timezone.now()).exists()
        live = Counter((one.organisation_id, one.kind) for one in labels if one.state in LIVE)
        assert max(live.values(), default=0) <= 1

    def in_the_evening(self, today: date) -> None:
        """Of what time told or reminded that day, nothing was over."""
        rows = history_model(RenewalNotice).objects.filter(history_date__date=today)
        told = RenewalNotice.objects.filter(pk__in=rows.values("id"))
        for notice in told.select_related("recognition"):
            assert today <= notice.ends_on
            assert notice.session_on is None or notice.session_on <= notice.ends_on
        for reminder in Reminder.objects.filter(made_at__date=today).select_related("task"):
            finished: Any = reminder.task.finished
            assert finished is None or timezone.localdate(finished) == today

    def after_letters(self, today: date) -> None:
        """Of what left that day, all was still so; each had one letter of one event, for ever."""
        assert not DBTaskResult.objects.failed().exists()
        for letter in Delivery.objects.filter(sent_at__date=today, digest=None):
            holds = HOLDS.get(letter.event["name"])
            assert holds is None or holds(letter.event["pk"], today), letter.event
        for message in mail.outbox:
            ((addressee,), key) = (message.to, message.extra_headers["Message-ID"])
            assert (addressee, key) not in self.left
            self.left.add((addressee, key))
        mail.outbox.clear()
        assert not Delivery.objects.troubled().exists()


def _stands_where_its_dates_say(found: Recognition, today: date) -> None:
    following = found.successor
    if found.state == "active":
        assert found.valid_from <= today <= found.valid_until
        # Whatever follows it begins when it ends.
        assert following is None or following.valid_from > today
    elif found.state == "suspended":
        assert found.suspension_due_on
        assert today <= found.suspension_due_on
        assert today <= found.valid_until or following is not None
    elif found.state == "scheduled":
        waits = found.previous is not None and found.previous.state == "suspended"
        waits |= found.previous is not None and found.previous.state == "scheduled"
        assert waits or found.valid_from > today
    if found.state not in (*LIVE, "scheduled"):
        assert found.ended_on
        assert found.ended_on <= today


def _follows(found: Recognition, previous: Recognition) -> None:
    """No gap, and no overlap, between one that was renewed and the next."""
    decided_on = found.history.earliest("history_id").history_date
    if found.state not in GIVEN_UP:
        assert found.valid_from == max(previous.valid_until, timezone.localdate(decided_on))
    if previous.state == "renewed":
        begun = found.history.get(transition="start").history_date
        assert previous.ended_on == timezone.localdate(begun)
        was_suspended = previous.history.filter(transition="suspend").exists()
        assert previous.ended_on == found.valid_from or was_suspended


def _each_was_asked_at_mid_term(labels: list[Recognition], today: date) -> None:
    asked = set(ProgressExchange.objects.values_list("recognition_id", flat=True))
    for found in labels:
        asked_on, due_on = exchange_window(found.valid_from)
        if found.state == "active" and asked_on <= today < due_on:
            assert found.pk in asked


def _still_to_renew(pk: int, today: date) -> bool:
    notice = RenewalNotice.objects.select_related("recognition").get(pk=pk)
    held = notice.recognition
    filed = Dossier.objects.filter(organisation=held.organisation_id, state__in=FILED)
    stands = held.state == "active" and held.valid_until == notice.ends_on >= today
    return stands and held.successor is None and not filed.exists()


def _task_is_open(pk: int, today: date) -> bool:
    return Task.objects.open().filter(pk=pk).exists()


def _exchange_in(*states: str) -> Any:
    return lambda pk, today: ProgressExchange.objects.get(pk=pk).state in states


def _removal_is_open(pk: int, today: date) -> bool:
    return LogoRemoval.objects.get(pk=pk).state in REMOVALS


HOLDS: dict[str, Any] = {
    "renewalnotice.remind": _still_to_renew,
    "renewalnotice.warn_last_session": _still_to_renew,
    "renewalnotice.alert_no_session": _still_to_renew,
    "task.due_soon": _task_is_open,
    "task.overdue": _task_is_open,
    "progressexchange.ask": _exchange_in("asked"),
    "progressexchange.lapse": _exchange_in("late"),
    "logoremoval.ask": _removal_is_open,
    "dossier.request_complements": lambda pk, today: (
        Dossier.objects.get(pk=pk).state == "to_complete"
    ),
}
