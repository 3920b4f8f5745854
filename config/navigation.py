"""The shell of every page: which menu for which role, from facts, never from flags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from directory.enums import CressGroup
from notifications.counts import unread_count
from workflows.models import Task
from workflows.policies import keys_of
from workflows.typed import kept_for

STAFF_KEYS = {f"group:{group}" for group in CressGroup.values}
MANAGER_KEY = f"group:{CressGroup.MANAGER}"
COMMITTEE_KEY = "committee"
MOST_SHOWN = 99


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu; `count` is shown beside it when it is not zero."""

    label: str
    url: str
    current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Bell:
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Roles:
    """What someone is today, read from the inbox keys they hold."""

    staff: bool
    committee: bool
    organisations: tuple[int, ...]

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Roles":
        held = set(keys)
        organisations = sorted(
            int(key.removeprefix("member:")) for key in held if key.startswith("member:")
        )
        return cls(bool(held & STAFF_KEYS), COMMITTEE_KEY in held, tuple(organisations))

    @property
    def title(self) -> str:
        """What stands under the name, at the top right."""
        if self.staff:
            return "CRESS"
        if self.committee:
            return "Comité"
        return "Structure" if self.organisations else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell, each part computed only when the page shows it."""
    context: dict[str, Any] = {
        "theme": "auto",
        "source_url": settings.OSE_SOURCE_URL,
        "footer_links": [
            Link("Registre public", reverse("directory:register")),
            Link("La charte", reverse("directory:charter")),
        ],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | {
            "nav": public_menu(request),
            "bell": None,
            "account_role": "",
            "account_links": [],
            "typed_before": [],
        }
    keys: Any = SimpleLazyObject(lambda: keys_of(user))
    return context | {
        "nav": SimpleLazyObject(lambda: menu(request, keys)),
        "bell": SimpleLazyObject(lambda: Bell(reverse("notifications:list"), unread_count(user))),
        "account_role": SimpleLazyObject(lambda: Roles.of(keys).title),
        "account_links": SimpleLazyObject(lambda: account_links(keys)),
        "typed_before": SimpleLazyObject(lambda: kept_for(request)),
    }


def menu(request: HttpRequest, keys: Iterable[str]) -> list[NavItem]:
    """The menu of someone who holds `keys`: six entries at most. One query, for the count."""
    roles = Roles.of(keys)
    waiting = Task.objects.open().filter(audience__in=set(keys))[: MOST_SHOWN + 1].count()
    entries: list[tuple[str, str, int]] = [
        ("Bureau" if roles.staff else "Accueil", reverse("home"), 0)
    ]
    if roles.staff:
        entries.append(("Dossiers", reverse("labelling:queue"), 0))
    if roles.organisations:
        entries.append(("Mes dossiers", reverse("labelling:list"), 0))
        first = reverse("directory:organisation", args=[roles.organisations[0]])
        entries.append(("Mon organisation", first, 0))
    entries.append(("Mes tâches", reverse("workflows:inbox"), min(waiting, MOST_SHOWN)))
    if roles.staff or roles.committee:
        entries.append(("Séances", reverse("committee:sessions"), 0))
    entries.append(("Registre", reverse("directory:register"), 0))
    return [item(request, *entry) for entry in entries]


def account_links(keys: Iterable[str]) -> list[Link]:
    """What one sets up, under the account: the committee and the team, for the direction."""
    own = [
        Link("Mes e-mails", reverse("notifications:preferences")),
        Link("Mon adresse e-mail", reverse("account_email")),
        Link("Mon mot de passe", reverse("account_change_password")),
    ]
    if MANAGER_KEY not in keys:
        return own
    return [
        Link("Le comité", reverse("committee:composition")),
        Link("L’équipe de la CRESS", reverse("directory:team")),
        *own,
    ]


def public_menu(request: HttpRequest) -> list[NavItem]:
    """The menu of someone without an account."""
    return [
        item(request, "Registre", reverse("directory:register")),
        item(request, "Vérifier un label", reverse("directory:verify")),
        item(request, "La charte", reverse("directory:charter")),
    ]


def item(request: HttpRequest, label: str, url: str, count: int = 0) -> NavItem:
    """An entry, current when the page is its own or stands under it."""
    current = request.path == url if url == "/" else request.path.startswith(url)
    return NavItem(label, url, current, count)
