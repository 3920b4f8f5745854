"""What holds on every day, whatever people did."""

from collections import Counter
from datetime import date
from typing import Any

from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from committee.sessions.models import Session
from directory.delays.calendar import months_before
from directory.recognitions.models import Recognition
from directory.removals.models import OPEN as REMOVALS
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import exchange_window
from labelling.foresight.awaiting import FILED
from labelling.foresight.models import RenewalNotice
from labelling.foresight.planning import MONTHS
from labelling.frameworks.models import Framework
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.reviews.models import ComplianceReview
from labelling.referencing.models import Referencing
from labelling.renewal.opening import APPLIED_WITH
from notifications.letters.models import Delivery
from notifications.reminders.models import Reminder
from tests.directory.making import noon
from workflows.history import history_model
from workflows.models import Task

LIVE = ("active", "suspended")
RUNNING = ("scheduled", *LIVE)
GIVEN_UP = ("withdrawn", "renounced")


class Watch:
    """Examines one life; `left` are the letters that left, each by its addressee and its key, and
    `decided_on` the day on which each recognition was granted."""

    def __init__(self) -> None:
        self.left: set[tuple[str, str]] = set()
        self.decided_on: dict[int, date] = {}
        mail.outbox.clear()

    def after_time(self, today: date, counts: dict[str, dict[str, int]]) -> None:
        """Time did all that was its to do, of what it found."""
        assert not any(part.get("failed") for part in counts.values()), counts
        labels = list(Recognition.objects.select_related("previous").order_by("pk"))
        last = {one.previous_id: one for one in labels}
        for found in labels:
            following = last.get(found.pk)
            runs = following is not None and following.state in RUNNING
            _stands_where_its_dates_say(found, following if runs else None, today)
            if found.previous is not None:
                _follows(found, found.previous, self._decided_on(found))
        _each_was_asked_at_mid_term(labels, today)
        _each_was_told_of_its_renewal(labels, today)
        for reminder in Reminder.objects.filter(made_at__date=today).select_related("task"):
            # Time may remind of what it then closes, on one day: that letter does not leave.
            finished: Any = reminder.task.finished
            assert finished is None or timezone.localdate(finished) == today
        assert not Task.objects.overdue(timezone.now()).exists()
        live = Counter((one.organisation_id, one.kind) for one in labels if one.state in LIVE)
        assert max(live.values(), default=0) <= 1

    def _decided_on(self, found: Recognition) -> date:
        if found.pk not in self.decided_on:
            granted = found.history.earliest("history_id").history_date
            self.decided_on[found.pk] = timezone.localdate(granted)
        return self.decided_on[found.pk]

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


def _stands_where_its_dates_say(
    found: Recognition, following: Recognition | None, today: date
) -> None:
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
    if found.state == "expired":
        assert found.ended_on == found.valid_until < today


def _follows(found: Recognition, previous: Recognition, decided_on: date) -> None:
    """No gap, and no overlap, between one that was renewed and the next."""
    if found.state not in GIVEN_UP:
        assert found.valid_from == max(previous.valid_until, decided_on)
    if previous.state == "renewed":
        begun = found.history.get(transition="start").history_date
        assert previous.ended_on == timezone.localdate(begun)
        was_suspended = previous.history.filter(transition="suspend").exists()
        assert previous.ended_on == found.valid_from or was_suspended


def _each_was_asked_at_mid_term(labels: list[Recognition], today: date) -> None:
    asked = set(ProgressExchange.objects.values_list("recognition_id", flat=True))
    for found in labels:
        asked_on, due_on = exchange_window(found.valid_from)
        if found.kind == "label" and found.state == "active" and asked_on <= today < due_on:
            assert found.pk in asked


def _each_was_told_of_its_renewal(labels: list[Recognition], today: date) -> None:
    """As its last months pass, and of nothing that is no longer to do."""
    for notice in notices_since(today):
        assert _still_to_renew(notice.recognition, notice.ends_on, today), notice
        assert notice.session_on is None or today <= notice.session_on <= notice.ends_on
    told = set(RenewalNotice.objects.values_list("recognition_id", "kind", "ends_on"))
    for found in labels:
        ends = found.valid_until
        come = [kind for kind, months in MONTHS.items() if months_before(ends, months) <= today]
        if come and (found.pk, come[-1].value, ends) not in told:
            assert not _still_to_renew(found, ends, today), found


def notices_since(day: date) -> list[RenewalNotice]:
    """What was told of renewals to come from that day on, in its order."""
    rows = history_model(RenewalNotice).objects.filter(history_date__gte=noon(day))
    told = RenewalNotice.objects.filter(pk__in=rows.values("id")).order_by("pk")
    return list(told.select_related("recognition"))


def _still_to_renew(held: Recognition, ends: date, today: date) -> bool:
    """Whether it runs until that day, with nothing filed or granted that renews it."""
    if held.state != "active" or not held.valid_until == ends >= today:
        return False
    applications: Any = APPLIED_WITH[held.kind].objects
    filed = applications.filter(organisation=held.organisation_id, state__in=FILED)
    return held.successor is None and not filed.exists()


def _is_to_renew(pk: int, today: date) -> bool:
    notice = RenewalNotice.objects.select_related("recognition").get(pk=pk)
    return _still_to_renew(notice.recognition, notice.ends_on, today)


def _task_is_open(pk: int, today: date) -> bool:
    return Task.objects.open().filter(pk=pk).exists()


def _is_in(kind: Any, *states: str) -> Any:
    return lambda pk, today: kind.objects.get(pk=pk).state in states


HOLDS: dict[str, Any] = {
    "renewalnotice.remind": _is_to_renew,
    "renewalnotice.warn_last_session": _is_to_renew,
    "renewalnotice.alert_no_session": _is_to_renew,
    "task.due_soon": _task_is_open,
    "task.overdue": _task_is_open,
    "progressexchange.ask": _is_in(ProgressExchange, "asked"),
    "progressexchange.lapse": _is_in(ProgressExchange, "late"),
    "logoremoval.ask": _is_in(LogoRemoval, *REMOVALS),
    "dossier.request_complements": _is_in(Dossier, "to_complete"),
    "compliancereview.notify": _is_in(ComplianceReview, "awaiting_answer"),
    "compliancereview.ask_correction": _is_in(ComplianceReview, "corrective_action"),
}


KINDS: list[Any] = [
    *(Recognition, Dossier, Referencing, Framework, ComplianceReview, Complaint, Session),
    *(ProgressExchange, RenewalNotice, LogoRemoval),
]


def lived_since(first_day: date) -> set[str]:
    """What time and people did in a life, and which letters left or had nothing left to say."""
    found = set()
    for kind in KINDS:
        rows = history_model(kind).objects.filter(history_date__date__gt=first_day)
        names = rows.order_by().values_list("transition", flat=True).distinct()
        found |= {f"{kind._meta.model_name}.{name}" for name in names}
    for letter in Delivery.objects.filter(status__in=["sent", "skipped"]):
        found.add(f"{letter.event['name']} {letter.status}")
    return found
