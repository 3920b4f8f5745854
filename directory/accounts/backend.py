"""Who is signed in: allauth's backend, by e-mail address alone."""

from collections.abc import Collection
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from directory.accounts.second_factor import with_facts
from directory.people.models import User


class AccountBackend(AuthenticationBackend):
    """Reads, with the person of a session, what `standing_of` asks of them: one query for all."""

    def get_user(self, user_id: Any) -> User | None:
        user: User | None = with_facts(User.objects.filter(pk=user_id)).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_users(self, keys: Collection[Any]) -> list[User]:
        """Those of `keys` whom `get_user` gives, in one query."""
        found = with_facts(User.objects.filter(pk__in=keys))
        return [user for user in found if self.user_can_authenticate(user)]
