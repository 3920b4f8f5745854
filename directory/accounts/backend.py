"""Who is signed in: allauth's backend, by e-mail address alone."""

from collections.abc import Collection
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Subquery

from directory.accounts.second_factor import with_facts
from directory.delays.in_force import last_acts, note_last_act
from directory.people.models import User


class AccountBackend(AuthenticationBackend):
    """Reads, with the person of a session, what `standing_of` asks of them, and which act on the
    delays is the last, for the rules of the request: one query for all."""

    def get_user(self, user_id: Any) -> User | None:
        found: Any = with_facts(User.objects.filter(pk=user_id))
        user: User | None = found.annotate(delays_last_act=Subquery(last_acts())).first()
        if user is not None:
            note_last_act(user.delays_last_act or "")  # type: ignore[attr-defined]
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_users(self, keys: Collection[Any]) -> list[User]:
        """Those of `keys` whom `get_user` gives, in one query."""
        found = with_facts(User.objects.filter(pk__in=keys))
        return [user for user in found if self.user_can_authenticate(user)]
