"""Of whom a second factor is asked, from when, and whether this session has shown one.

Each app adds the roles it knows, as for the readers of a case. The roles are facts: whoever is
given one is asked at their next page, and has until a day, told to them, before nothing else opens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from directory.people.enums import ROLE_GROUPS
from directory.people.models import User
from workflows.live.people import socket_condition

Day = Any  # a date, or what stands for one in a question that is asked later: `Given`
Role = Callable[[Day], Q]
_roles: list[Role] = []

# Recovery codes alone are no second factor: they replace one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def asks_second_factor(role: Role) -> Role:
    """Register `role(day) -> Q over users`: people of whom a second factor is asked that day."""
    _roles.append(role)
    return role


@asks_second_factor
def appointed_and_administrators(day: Day) -> Q:
    groups: Any = User.groups.through.objects.filter(group__name__in=ROLE_GROUPS)
    return Q(is_superuser=True) | Q(pk__in=groups.values("user_id"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands: `asked` of them by a role, `held` by them, `shown` in this session.

    `until` is the last day without it, for those who are asked, hold none and are told so here
    (OSE_SECOND_FACTOR_REQUIRED); None for the others.
    """

    asked: bool
    held: bool
    shown: bool
    until: date | None

    @property
    def overdue(self) -> bool:
        """Nothing opens before a second factor is set up."""
        return self.until is not None and timezone.localdate() > self.until

    @property
    def to_show(self) -> bool:
        """The session is older than the second factor: it proved a password, nothing else."""
        return self.held and not self.shown

    @property
    def closed(self) -> bool:
        return self.overdue or self.to_show


def with_facts(users: "QuerySet[User]", day: Day) -> "QuerySet[Any]":
    """`users`, each with what `standing_of` reads on them that day."""
    condition = Q(pk__in=[])
    for role in _roles:
        condition |= role(day)
    asked = User.objects.filter(condition, pk=OuterRef("pk"))
    held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return users.annotate(second_factor_asked=Exists(asked), second_factor_held=Exists(held))


def standing_of(request: HttpRequest, user: Any) -> Standing:
    """Where `user` stands, as the backend read them, in the session of `request`.

    No query, save one to write when a role that asks was given or has ended.
    """
    asked, held = user.second_factor_asked, user.second_factor_held
    records = get_authentication_records(request, user)
    shown = any(record["method"] == "mfa" for record in records)
    enforced = asked and settings.OSE_SECOND_FACTOR_REQUIRED
    _note(user, enforced)
    until = user.second_factor_due_on if enforced and not held else None
    return Standing(asked, held, shown, until)


@socket_condition
def pages_are_open(request: HttpRequest, user: User) -> bool:
    return not standing_of(request, user).closed


def _note(user: User, asked: bool) -> None:
    """Set the last day when it is first asked; forget it with the role: the next gives a delay."""
    if asked == (user.second_factor_due_on is not None):
        return
    grace = timedelta(days=settings.OSE_SECOND_FACTOR_GRACE)
    user.second_factor_due_on = timezone.localdate() + grace if asked else None
    User.objects.filter(pk=user.pk).update(second_factor_due_on=user.second_factor_due_on)
