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
from unittest import mock

import time_machine
from django.core.mail.backends.locmem import EmailBackend
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
# A label ends within weeks, in six months, in a year, comes to its middle, or has just begun.
GRANTED = (
    date(2024, 1, 25),
    date(2024, 7, 8),
    date(2025, 1, 20),
    date(2025, 9, 11),
    date(2026, 12, 11),
)
MEMBERS = 9
# Day after day, the worker does all that waits, is off, or works while the mail server refuses
# everything: never for so long that a letter is given up.
UP, OFF, MUTE = "up", "off", "mute"
SPELLS = [[UP]] * 6 + [[OFF, UP], [OFF, OFF, UP], [MUTE, UP], [MUTE, MUTE, UP]]


class World:
    """Five labels, a committee, the CRESS; `done` counts what people did."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.done: Counter[str] = Counter()
        with self._on(months_before(GRANTED[0], 1)):
            self.committee = committees.committee(MEMBERS)
            self.director, self.instructor = self.committee.director, factories.instructor()
        for day in GRANTED:
            with self._on(day):
                self._label()
        self._have_some_read_on_mondays()

    @staticmethod
    def _on(day: date) -> time_machine.travel:
        return time_machine.travel(noon(day), tick=False)

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
        """True once in five, for what would leave nothing to look at if it were done often."""
        return not self.chance.randrange(5)

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
        day, watch, spell = FIRST_DAY, Watch(), list[str]()
        with self._on(day) as clock:
            for _ in range(days):
                day += timedelta(days=1)
                clock.move_to(noon(day))
                watch.after_time(day, run_tick(noon(day)))
                act(self)
                spell = spell or list(self.chance.choice(SPELLS))
                _let_letters_leave(spell.pop(0))
                watch.after_letters(day)
        prove_every_history()


def _let_letters_leave(post: str) -> None:
    """Or not, as the `post` of the day is: then they wait, and the world moves on."""
    if post == UP:
        drain()
    elif post == MUTE:
        with mock.patch.object(EmailBackend, "send_messages", side_effect=ConnectionRefusedError):
            drain()
