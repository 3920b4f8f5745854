"""The people of the demo: the accounts shown at the end, the committee, the representatives."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from directory.people.enums import CressGroup, RoleGroup, WatchGroup
from directory.people.models import User
from directory.people.operations import join_team
from workflows.actors import Actor

PASSWORD = "demonstration-ose"  # noqa: S105 - printed at the end: the demo has no secret
DOMAIN = "demo.example"
FOUNDER = Actor.system("load_demo")


@dataclass(frozen=True, slots=True)
class Account:
    """An account shown at the end: who it is, and what it lets one try."""

    name: str
    login: str
    role: str
    group: RoleGroup | None = None
    is_superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


REPRESENTATIVE = Account("Dominique Lebreton", "dominique", "Représentant légal")
CONTRIBUTOR = Account("Camille Morin", "camille", "Contributeur")
ACCOMPANIST = Account("Gabin Leroux", "gabin", "Accompagnement")
INSTRUCTOR = Account("Sacha Guérin", "sacha", "CRESS, instruction", CressGroup.INSTRUCTOR)
MANAGER = Account("Charlie Morel", "charlie", "CRESS, direction", CressGroup.MANAGER)
MEMBER = Account("Noé Lambert", "noe", "Comité, membre")
CHAIR = Account("Alix Renaud", "alix", "Comité, présidence")
ADMINISTRATOR = Account("Ariane Delmas", "admin", "Administration", is_superuser=True)
MONITOR = Account("Maude Kerr", "maude", "Contrôle indépendant", WatchGroup.MONITOR)
NEWCOMER = Account("Nour Haddad", "nour", "Sans organisation")
ACCOUNTS = (
    REPRESENTATIVE,
    CONTRIBUTOR,
    ACCOMPANIST,
    INSTRUCTOR,
    MANAGER,
    MEMBER,
    CHAIR,
    MONITOR,
    ADMINISTRATOR,
    NEWCOMER,
)
SECOND_INSTRUCTOR = Account("Élise Tanguy", "elise", "CRESS, instruction", CressGroup.INSTRUCTOR)


class People:
    """Makes people, each once, all with PASSWORD and a confirmed address."""

    def __init__(self, joined: datetime) -> None:
        self.joined = joined
        self.by_email: dict[str, User] = {}

    @cached_property
    def password(self) -> str:
        """Hashed once for all: sixty slow hashes would make the demo wait half a minute."""
        return make_password(PASSWORD)

    def account(self, account: Account) -> User:
        """The user of one of the accounts above."""
        known = self.by_email.get(account.email)
        if known is not None:
            return known
        user = self._make(account.name, account.email, is_superuser=account.is_superuser)
        if account.group:
            join_team(user=user, group=account.group, actor=FOUNDER, at=self.joined)
        return user

    def named(self, name: str) -> User:
        """The user called `name`, one of the accounts or a new person."""
        for account in (*ACCOUNTS, SECOND_INSTRUCTOR):
            if account.name == name:
                return self.account(account)
        email = f"{login_of(name)}@{DOMAIN}"
        return self.by_email.get(email) or self._make(name, email)

    def _make(self, name: str, email: str, *, is_superuser: bool = False) -> User:
        first_name, _, last_name = name.partition(" ")
        user = User.objects.create(
            email=email,
            password=self.password,
            first_name=first_name,
            last_name=last_name,
            is_superuser=is_superuser,
            is_staff=is_superuser,
            date_joined=self.joined,
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        self.by_email[email] = user
        return user


def login_of(name: str) -> str:
    """« Éloi Brun » gives `eloi.brun`."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return ".".join("".join(c for c in word if c.isalnum()) for word in kept.split())
