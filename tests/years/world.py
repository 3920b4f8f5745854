"""A small world that lives from day to day: time does its work, letters leave, people act.

Everything is done by the operations of the product, at noon of days that stand still: two runs with
the same chance live the same days.
"""

from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from random import Random
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone

from directory.delays.calendar import months_before
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from notifications.preferences.enums import Pace, Way
from notifications.preferences.operations import choose
from tests import factories
from tests.committee import making as committees
from tests.directory.making import noon
from tests.intact import prove_every_history
from tests.notifications.draining import drain
from tests.years.checks import Watch
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.engine import perform
from workflows.outbox.notices import Category
from workflows.verdicts import Refusal

FIRST_DAY = date(2027, 1, 11)  # a Monday
# A label may end within weeks, be in its last year, come to its middle, or have just begun.
AGES = (35, 25, 16, 1)  # months
MEMBERS = 9


class World:
    """Four labels, a committee, the CRESS; `done` counts what people did."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.done: Counter[str] = Counter()
        with self._long_ago(max(AGES) + 1):
            self.committee = committees.committee(MEMBERS)
            self.director, self.instructor = self.committee.director, factories.instructor()
        for age in AGES:
            with self._long_ago(age):
                self._label()
        self._have_some_read_on_mondays()

    @staticmethod
    def _long_ago(months: int) -> time_machine.travel:
        return time_machine.travel(noon(months_before(FIRST_DAY, months)), tick=False)

    def _label(self) -> None:
        """One more, that the committee grants now."""
        made = factories.dossier("submitted")
        perform(made, "take_charge", actor=self.cress)
        factories.assess(made, self.holder(made))
        voted = committees.voting(self.committee, made)
        committees.cast(self.committee, voted, *["for"] * MEMBERS)
        committees.decide(self.committee, voted)
        perform(voted.session, "close", actor=self.committee.chair)

    def _have_some_read_on_mondays(self) -> None:
        weekly = {Category.PROGRESS: Pace.WEEKLY}
        choose(self.director, weekly, way=Way.PAGE)
        choose(self.holder(Recognition.objects.earliest("pk")), weekly, way=Way.PAGE)

    @property
    def cress(self) -> Actor:
        return Actor.of(self.instructor)

    @property
    def direction(self) -> Actor:
        return Actor.of(self.director)

    def holder(self, held: Any) -> User:
        """Whoever represents the organisation of `held`."""
        organisation: Organisation = held.organisation
        return User.objects.filter(memberships__organisation=organisation).earliest("pk")

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def seldom(self) -> bool:
        """True once in two, for what would leave nothing to look at if it were done often."""
        return not self.chance.randrange(2)

    def one_of(self, found: Any) -> Any:
        """Any of these rows, None where there is none."""
        rows = list(found.order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def attempt(self, name: str, act: Any, *args: Any, **options: Any) -> None:
        """A refusal is an answer; what was done is counted, unless there was nothing to do."""
        try:
            with transaction.atomic():
                if act(*args, **options) is not False:
                    self.done[name] += 1
        except Refusal:
            self.done[f"{name} refused"] += 1

    def reborn(self, chance: Random) -> "World":
        """The same world on its first day, for another life."""
        other = copy(self)
        other.chance, other.done = chance, Counter()
        return other

    def live(self, days: int, act: Callable[["World"], None]) -> None:
        """Live so many days: each is examined after time did its work, and after letters left."""
        day, watch = FIRST_DAY, Watch()
        with time_machine.travel(noon(day), tick=False) as clock:
            for _ in range(days):
                day += timedelta(days=1)
                clock.move_to(noon(day))
                watch.after_time(day, run_tick(noon(day)))
                act(self)
                # The worker is down one day in four: letters wait, and the world moves on.
                if self.chance.randrange(4):
                    drain()
                    watch.after_letters(day)
                watch.in_the_evening(day)
        prove_every_history()
