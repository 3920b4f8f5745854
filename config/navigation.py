"""The shell of every page: which menu for which role, from facts, never from flags."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from committee.bodies.policies import COMMITTEE_KEY
from committee.rulebook import CommitteeRules
from committee.sessions.enums import SessionState
from committee.sessions.models import Session
from directory.people.enums import CressGroup, WatchGroup
from directory.people.models import User
from notifications.bells.counts import unread_count
from workflows.actors import Actor
from workflows.compiled_sql import Question
from workflows.deliberation import CHAIR_KEY
from workflows.flow.inbox import errands_of, number_waiting
from workflows.pages.recovery import kept_for
from workflows.policies import keys_held
from workflows.presentation.french import MOST_COUNTED
from workflows.presentation.links import url_to

DESK = "/bureau/"  # where the pages of the desk stand, besides the home


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
    """What someone is today, read from the inbox keys they hold.

    `staff` names their group of the CRESS, the direction for who is in both; empty for none.
    """

    staff: str
    committee: bool
    organisations: tuple[int, ...]
    administrator: bool = False
    chair: bool = False
    monitor: bool = False

    @classmethod
    def of(cls, user: User, keys: Iterable[str]) -> "Roles":
        held = set(keys)
        groups = (CressGroup.MANAGER, CressGroup.INSTRUCTOR)
        staff = next((group for group in groups if f"group:{group}" in held), "")
        organisations = sorted(
            int(key.removeprefix("member:")) for key in held if key.startswith("member:")
        )
        return cls(
            staff,
            COMMITTEE_KEY in held,
            tuple(organisations),
            administrator=user.is_superuser,
            chair=CHAIR_KEY in held,
            monitor=f"group:{WatchGroup.MONITOR}" in held,
        )

    @property
    def title(self) -> str:
        """What stands under the name, at the top right."""
        if self.staff:
            return CressGroup(self.staff).label
        if self.committee:
            return "Comité"
        if self.monitor:
            return WatchGroup.MONITOR.label
        if self.organisations:
            return "Structure"
        return "Administration" if self.administrator else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell, each part computed only when the page shows it."""
    context: dict[str, Any] = {
        "source_url": settings.OSE_SOURCE_URL,
        "second_factor_required": settings.OSE_SECOND_FACTOR_REQUIRED,
    }
    nothing: dict[str, Any] = {
        "bell": None,
        "account_role": "",
        "account_links": [],
        "typed_before": [],
        "team_only": False,
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | nothing | {"nav": public_menu(request)}
    standing = getattr(request, "second_factor", None)
    if standing and standing.closed:
        return context | nothing | {"nav": []}
    keys: Any = SimpleLazyObject(lambda: keys_held(request))
    roles: Any = SimpleLazyObject(lambda: Roles.of(user, keys))
    return context | {
        "nav": SimpleLazyObject(lambda: menu(request, keys, roles)),
        "bell": SimpleLazyObject(lambda: Bell(url_to("notifications:list"), unread_count(user))),
        "account_role": SimpleLazyObject(lambda: roles.title),
        "account_links": SimpleLazyObject(lambda: account_links(roles)),
        "team_only": bool(settings.OSE_TEAM_ONLY) and bool(roles.staff),
        "typed_before": SimpleLazyObject(lambda: kept_for(request)),
        "session_under_way": SimpleLazyObject(lambda: session_under_way(user)),
    }


def session_under_way(user: User) -> Session | None:
    """The open session at which `user` sits. A query, and one for each session that is open."""
    may_sit = CommitteeRules.member
    for session in _under_way.objects():
        if may_sit.verdict(Actor.of(user), session).permitted:
            return session
    return None


@Question
def _under_way() -> "QuerySet[Any]":
    return Session.objects.filter(state=SessionState.OPEN)


def menu(request: HttpRequest, keys: Collection[str], roles: Roles) -> list[NavItem]:
    """The menu of someone who holds `keys`: their work, then what everyone reads.

    One query for the count, and one for the errands of the CRESS.
    """
    waiting = number_waiting(keys, most=MOST_COUNTED + 1) + len(errands_of(request, keys))
    entries: list[NavItem] = []

    def add(label: str, url: str, **more: Any) -> None:
        entries.append(item(request, label, url, **more))

    # The sessions are all the home of who only sits.
    if roles.staff or roles.organisations or not roles.committee:
        add("Bureau" if roles.staff else "Accueil", url_to("home"), under=DESK)
    if roles.staff:
        queue = url_to("labelling:queue")
        add("Dossiers", queue, under=queue if roles.organisations else url_to("labelling:list"))
    if roles.organisations:
        add("Mes dossiers", url_to("labelling:list"))
        add("Mon organisation", url_to("directory:organisation", roles.organisations[0]))
    add("Mes tâches", url_to("workflows:inbox"), count=min(waiting, MOST_COUNTED + 1))
    if roles.monitor:
        add("Tirages", url_to("sampling:list"))
        add("Conformité", url_to("conformity:conformity"))
    if roles.staff or roles.committee:
        add("Séances", url_to("committee:sessions"))
    return entries + public_menu(request)


def account_links(roles: Roles) -> Sequence[Link]:
    """What one sets up, under the account: the committee and the team, for the direction."""
    return _account_links(roles.staff, roles.committee, roles.chair, roles.monitor)


@cache
def _account_links(staff: str, committee: bool, chair: bool, monitor: bool) -> Sequence[Link]:
    own = [
        Link("Mon nom", url_to("account_name")),
        Link("Mes e-mails", url_to("notifications:preferences")),
        Link("Mon adresse e-mail", url_to("account_email")),
        Link("Mon mot de passe", url_to("account_change_password")),
        Link("Ma double authentification", url_to("mfa_index")),
        Link("Mes données", url_to("account_own_data")),
    ]
    if staff or monitor:
        own = [Link("Le dossier de conformité", url_to("conformity:conformity")), *own]
    if staff or committee or monitor:
        own = [Link("Le registre d’impartialité", url_to("directory:interests")), *own]
    if staff:
        own = [
            Link("Rechercher", url_to("desk:search")),
            Link("Le pilotage", url_to("desk:pipeline")),
            Link("Les renouvellements à venir", url_to("desk:foresight")),
            Link("Les échanges de progrès", url_to("labelling:exchanges")),
            Link("Les retraits du logo", url_to("directory:removals")),
            *own,
        ]
    if staff or monitor:
        own = [Link("Les contrôles", url_to("oversight:reviews")), *own]
    if staff or chair or monitor:
        own = [Link("Les réclamations", url_to("complaints:list")), *own]
    if staff == CressGroup.MANAGER:
        own = [
            Link("Le comité", url_to("committee:composition")),
            Link("L’équipe de la CRESS", url_to("directory:team")),
            Link("Les délais", url_to("directory:delays")),
            Link("Le logo officiel", url_to("directory:logo")),
            Link("Reprendre des labels", url_to("directory:imports")),
            Link("La conservation", url_to("directory:retention")),
            Link("Les e-mails envoyés", url_to("notifications:letters")),
            Link("Modèles d’e-mails", url_to("notifications:samples")),
            *own,
        ]
    return tuple(own)


def public_menu(request: HttpRequest) -> list[NavItem]:
    """What everyone reads: all there is for someone without an account."""
    return [
        item(request, "Registre", url_to("directory:register")),
        item(request, "Annuaire", url_to("directory:annuaire")),
        item(request, "Vérifier", url_to("directory:verify")),
        item(request, "La charte", url_to("directory:charter")),
    ]


def item(request: HttpRequest, label: str, url: str, *, count: int = 0, under: str = "") -> NavItem:
    """An entry, current when the page is its own or stands under it (`under`, by default `url`,
    but for the home: every page is under it).

    A page of a case stands where the case does, whatever its own address.
    """
    place = getattr(request, "stands_at", request.path)
    above = under or ("" if url == "/" else url)
    current = place == url or (bool(above) and place.startswith(above))
    return NavItem(label, url, current, count)
