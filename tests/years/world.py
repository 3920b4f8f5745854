"""The demo, living from day to day: time does its work, letters leave, people act.

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

from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, Mandate
from config.demo.people import INSTRUCTOR, MANAGER
from config.demo.story import play_story
from directory.memberships.enums import MembershipRole, MembershipState
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from notifications.preferences.enums import Pace, Way
from notifications.preferences.operations import choose
from tests.committee.making import Committee
from tests.directory.making import noon
from tests.intact import prove_every_history
from tests.notifications.draining import drain
from tests.years.checks import Watch
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.outbox.notices import Category
from workflows.verdicts import Refusal

FIRST_DAY = date(2027, 1, 11)  # a Monday
# Day after day, the worker does all that waits, is off, or works while the mail server refuses
# everything: never for so long that a letter is given up.
UP, OFF, MUTE = "up", "off", "mute"
SPELLS = [[UP]] * 6 + [[OFF, UP], [OFF, OFF, UP], [MUTE, UP], [MUTE, MUTE, UP]]


class World:
    """What `load_demo` loads, on its first day; `done` counts what people did since."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.done: Counter[str] = Counter()
        with self._on(FIRST_DAY):
            play_story()
            self.director = User.objects.get(email=MANAGER.email)
            self.instructor = User.objects.get(email=INSTRUCTOR.email)
            self.committee = self._committee()
            self._have_some_read_on_mondays()

    def _committee(self) -> Committee:
        members = Mandate.objects.select_related("user").order_by("pk")
        seated = sorted(members, key=lambda mandate: mandate.role != MandateRole.CHAIR)
        return Committee(Body.objects.get(), seated, self.director)

    @staticmethod
    def _on(day: date) -> time_machine.travel:
        return time_machine.travel(noon(day), tick=False)

    def _have_some_read_on_mondays(self) -> None:
        weekly = {Category.PROGRESS: Pace.WEEKLY}
        choose(self.director, weekly, way=Way.PAGE)
        first = Recognition.objects.filter(state=RecognitionState.ACTIVE).earliest("pk")
        choose(self.holder(first), weekly, way=Way.PAGE)

    @property
    def cress(self) -> Actor:
        return Actor.of(self.instructor)

    @property
    def direction(self) -> Actor:
        return Actor.of(self.director)

    def holder(self, held: Any) -> User:
        """Whoever represents the organisation of `held`."""
        organisation: Organisation = held.organisation
        return User.objects.filter(
            memberships__organisation=organisation,
            memberships__role=MembershipRole.REPRESENTATIVE,
            memberships__state=MembershipState.ACTIVE,
        ).earliest("pk")

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def seldom(self) -> bool:
        """True once in five, for what would leave nothing to look at if it were done often."""
        return not self.chance.randrange(5)

    def one_of(self, *found: Any) -> Any:
        """Any of the rows of these, None where there is none."""
        rows = [row for each in found for row in each.order_by("pk")]
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
