"""What sessions mean for the labels about to end: as they stand, and as they would."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from labelling.foresight.awaiting import awaiting_renewal
from labelling.foresight.enums import NoticeKind
from labelling.foresight.models import RenewalNotice
from labelling.foresight.planning import Outlook, Planned, outlook_of
from workflows.pages.remarks import Sitting
from workflows.presentation.french import format_date

HORIZON = 24  # months


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One recognition about to end: what is ahead of it now, and what would be.

    `told` is the day on which each notice of its end was made, by kind.
    """

    recognition: Recognition
    now: Outlook
    then: Outlook
    told: Mapping[str, date]
    today: date

    @property
    def session_notice(self) -> tuple[Planned, Planned]:
        """The notice that hangs on sessions, now and then."""
        return _by_session(self.now), _by_session(self.then)

    @property
    def announced(self) -> tuple[str, str]:
        """When that notice was made, or will be, now and then."""
        now, then = self.session_notice
        return self._when(now), self._when(then)

    def _when(self, planned: Planned) -> str:
        told = self.told.get(planned.kind)
        if told is not None:
            return f"faite le {format_date(told)}"
        # What is due is told by the next tick: never on a day gone by.
        return f"le {format_date(max(planned.day, self.today))}"


@dataclass(frozen=True, slots=True)
class Foresight:
    """The recognitions that end within HORIZON, by key, the next to end first: `shown` are those
    whose outlook would change, all of them when nothing is tried; how many lapse, now and then."""

    shown: Sequence[int]
    now: dict[date, Outlook]
    then: dict[date, Outlook]
    number: int
    lapsing: int
    would_lapse: int
    today: date

    @property
    def unchanged(self) -> str:
        """What is said when other sessions would change nothing for any."""
        if not self.number:
            return "Rien ne prend fin dans cette période sans avoir déposé son renouvellement."
        if self.lapsing == self.number:
            return "Aucune n’a de séance à temps, et aucune n’en aurait."
        if self.lapsing:
            return "Chacune garde sa dernière séance utile, ou reste sans séance à temps."
        return "Chacune garde sa dernière séance utile."

    def foreseen(self, keys: Sequence[int]) -> list[Foreseen]:
        """Those of `keys`, in their order. Two queries."""
        found = Recognition.objects.select_related("organisation").in_bulk(list(keys))
        told = _told(keys)
        rows = [found[key] for key in keys if key in found]
        return [
            Foreseen(
                recognition=row,
                now=self.now[row.valid_until],
                then=self.then[row.valid_until],
                told=told.get((row.pk, row.valid_until), {}),
                today=self.today,
            )
            for row in rows
        ]


def sitting_on(day: date) -> Sitting:
    """A session that would be held that day, called with the notice in force."""
    return Sitting(day, delay("session_notice").before(day))


def name_of(sitting: Sitting, among: Sequence[Sitting], written: Callable[[date], str]) -> str:
    """Its day as `written`, and its hour when it is not alone `among` them that day."""
    same_day = sum(other.day == sitting.day for other in among)
    day = written(sitting.day)
    return f"{day} à {sitting.hour}" if same_day > 1 and sitting.hour else day


def foresee(
    sittings: Sequence[Sitting], simulated: Sequence[Sitting] | None, today: date
) -> Foresight:
    """As sessions stand, and as they would with `simulated` (None: nothing is tried). One query:
    labels that end the same day have the same ahead of them."""
    awaiting = awaiting_renewal(today, months=HORIZON).order_by("valid_until", "pk")
    ends = list(awaiting.values_list("pk", "valid_until"))
    days = {day for _, day in ends}
    now = {day: outlook_of(day, sittings, today) for day in days}
    then = now
    if simulated is not None:
        then = {day: outlook_of(day, simulated, today) for day in days}
    return Foresight(
        shown=[pk for pk, day in ends if simulated is None or now[day] != then[day]],
        now=now,
        then=then,
        number=len(ends),
        lapsing=sum(now[day].lapses for _, day in ends),
        would_lapse=sum(then[day].lapses for _, day in ends),
        today=today,
    )


def _told(keys: Sequence[int]) -> dict[tuple[int, date], dict[str, date]]:
    """The day of each notice made of `keys`, by kind, for each end that they were about."""
    made = RenewalNotice.history.filter(recognition__in=list(keys))
    found: dict[tuple[int, date], dict[str, date]] = {}
    for key, ends, kind, at in made.values_list("recognition", "ends_on", "kind", "history_date"):
        found.setdefault((key, ends), {})[kind] = timezone.localdate(at)
    return found


def _by_session(outlook: Outlook) -> Planned:
    hanging = (NoticeKind.LAST_SESSION, NoticeKind.NO_SESSION)
    return next(planned for planned in outlook.notices if planned.kind in hanging)
