"""The list of letters of the direction: newest first, read from where the page before ended."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from directory.organisations.folding import fold
from directory.organisations.models import Organisation
from directory.people.models import User
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery
from notifications.reminders.enums import ReminderKind
from workflows.history import Audited
from workflows.lifecycles import Lifecycle, machine_of
from workflows.models import Case
from workflows.pages.paging import MOST_KEY, Pager, address, whole_number
from workflows.pages.timeline import title_of

PAGE_SIZE = 50
MOST_COUNTED = 1_000
FEW = 200
BEFORE = "avant"
TROUBLE, ALL = "a-traiter", "tous"

WHAT_TO_DO = {
    DeliveryStatus.REFUSED: (
        "Vérifiez l’adresse avec la personne, qui la change dans son compte, puis renvoyez."
    ),
    DeliveryStatus.UNCERTAIN: (
        "Demandez à la personne si elle l’a reçu\u00a0; sinon, renvoyez. "
        "Sa messagerie ne le montre qu’une fois."
    ),
    DeliveryStatus.BROKEN: "Signalez-le à qui entretient le logiciel, puis renvoyez.",
    DeliveryStatus.GIVEN_UP: "Une fois le serveur d’envoi rétabli, renvoyez.",
}
TONES = {
    DeliveryStatus.SENT: ("ok", "check"),
    DeliveryStatus.SKIPPED: ("mute", "minus"),
    DeliveryStatus.REFUSED: ("stop", "x"),
    DeliveryStatus.BROKEN: ("stop", "x"),
    DeliveryStatus.GIVEN_UP: ("stop", "x"),
}
OTHERWISE = ("wait", "clock")
OF_A_REQUEST = {kind.value: str(kind.label) for kind in ReminderKind}


@dataclass(frozen=True, slots=True)
class Row:
    """One letter: what it tells, what to do of it (empty for nothing)."""

    delivery: Delivery
    told: str
    tone: str
    icon: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: what `?etat=` says, its words, whether it is the one that is shown."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of letters, as it was asked for."""

    rows: list[Row]
    pager: Pager
    choices: list[Choice]
    state: str
    words: str


def read(request: HttpRequest) -> Listing:
    """The page that `request` asks for: one query, and two for each word looked for."""
    asked = request.GET.get("etat", "")
    state = asked if asked in {ALL, *DeliveryStatus.values} else TROUBLE
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    before = whole_number(request.GET.get(BEFORE, ""), most=MOST_KEY)
    found = _found(state, words)
    if before is not None:
        found = found.filter(pk__lt=before)
    shown = list(found.select_related("user", "case").order_by("-pk")[: PAGE_SIZE + 1])
    more = len(shown) > PAGE_SIZE
    shown = shown[:PAGE_SIZE]
    pager = Pager(
        first=address(request, **{BEFORE: None}) if before is not None else "",
        next=address(request, **{BEFORE: shown[-1].pk}) if more else "",
    )
    return Listing([_row(one) for one in shown], pager, _choices(state), state, words)


def _found(state: str, words: str) -> "QuerySet[Delivery]":
    found: Any = Delivery.objects.all()
    if state == TROUBLE:
        found = found.troubled()
    elif state != ALL:
        found = found.filter(status=state)
    for word in words.split():
        found = found.filter(_about(word))
    return found


def _about(word: str) -> Q:
    """What is for somebody whom `word` names, or about a case that it names.

    People and cases are looked for first: a word that few have, or nobody, costs the same however
    many letters there are. When many have it the list soon meets some, and asks of each in turn.
    """
    people = _few(User.objects.filter(_person(word)))
    cases = _few(Case.objects.filter(_case(word)))
    if people is None or cases is None:
        return _person(word, "user__") | _case(word, "case__")
    return Q(user__in=people) | Q(case__in=cases)


def _person(word: str, path: str = "") -> Q:
    found = Q(**{f"{path}email__icontains": word})
    plain = fold(word)
    return found | Q(**{f"{path}folded_name__contains": plain}) if plain else found


def _case(word: str, path: str = "") -> Q:
    """A case bears the name of its organisation, with its accents: it is there that it is plain."""
    found = Q(**{f"{path}reference__iexact": word}) | Q(**{f"{path}title__icontains": word})
    plain = fold(word)
    if not plain:
        return found
    named = Organisation.objects.filter(folded_name__contains=plain)
    return found | Q(**{f"{path}title__in": named.values("name")})


def _few(named: "QuerySet[Any]") -> list[int] | None:
    """Their keys; None for more than FEW."""
    keys = list(named.order_by("pk").values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


def _row(delivery: Delivery) -> Row:
    status = DeliveryStatus(delivery.status)
    tone, icon = TONES.get(status, OTHERWISE)
    told = told_of(delivery.event["model"], delivery.event["name"].partition(".")[2])
    return Row(delivery, told, tone, icon, WHAT_TO_DO.get(status, ""))


def told_of(label: str, action: str) -> str:
    """What an event is called once done: « Dossier déposé »."""
    try:
        model: Any = apps.get_model(label)
    except LookupError:  # of a version of the software that is gone
        return action
    if issubclass(model, Audited):
        machine = machine_of(model) if issubclass(model, Lifecycle) else None
        return title_of(action, machine, model)
    return capfirst(OF_A_REQUEST.get(action, model._meta.verbose_name))


def _choices(state: str) -> list[Choice]:
    known = [
        (TROUBLE, "à traiter"),
        *((str(status.value), str(status.label)) for status in DeliveryStatus),
        (ALL, "tous"),
    ]
    return [Choice(value, label, value == state) for value, label in known]


def troubled_count() -> int:
    """How many letters wait for a decision; MOST_COUNTED + 1 at most."""
    return Delivery.objects.troubled().order_by("pk")[: MOST_COUNTED + 1].count()
