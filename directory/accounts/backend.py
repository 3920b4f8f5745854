"""Who is signed in: allauth's backend, by e-mail address alone."""

from collections.abc import Collection
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import DateField, QuerySet, Subquery
from django.utils import timezone

from directory.accounts.second_factor import with_facts
from directory.delays.in_force import last_acts, note_last_act
from directory.people.models import User
from workflows.compiled_sql import Given, Question


class AccountBackend(AuthenticationBackend):
    """Reads, with the person of a session, what `standing_of` asks of them, and which act on the
    delays is the last, for the rules of the request: one query for all."""

    def get_user(self, user_id: Any) -> User | None:
        user: Any = _person.first(person=user_id, today=timezone.localdate())
        if user is not None:
            note_last_act(user.delays_last_act or "")
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_users(self, keys: Collection[Any]) -> list[User]:
        """Those of `keys` whom `get_user` gives, in one query."""
        found = with_facts(User.objects.filter(pk__in=keys), timezone.localdate())
        return [user for user in found if self.user_can_authenticate(user)]


def reading_of(person: Any, day: Any) -> "QuerySet[Any]":
    """What is read of the person of that key, that day."""
    found = with_facts(User.objects.filter(pk=person), day)
    return found.annotate(delays_last_act=Subquery(last_acts()))


@Question
def _person() -> "QuerySet[Any]":
    return reading_of(Given("person"), Given("today", DateField()))
