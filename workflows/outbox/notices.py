"""What each event says, to whom: declared by the app where it happens, delivered by another.

Beside each feature, a module `notices` names what its objects tell (`tell`) and what they keep to
themselves, with why (`silence`). A system check finds the event of the law that is in neither.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Model, Q, QuerySet

from workflows.lifecycles import Lifecycle, machine_of
from workflows.mail.icalendar import Calendar
from workflows.outbox.events import Target, event_name
from workflows.policies import Policy

# A policy, or a function of the object of the event that gives users.
Audience = Policy | Callable[[Any], "QuerySet[Any]"]


class Category(models.TextChoices):
    """The nature of what is told: a person chooses by it what comes by e-mail as well."""

    REQUESTS = "requests", "Ce qui vous est demandé, et les rappels d’échéance"
    DECISIONS = "decisions", "Les décisions qui vous concernent"
    SESSIONS = "sessions", "Les convocations aux séances"
    RECEIPTS = "receipts", "Les accusés de réception de ce que vous signez, déposez ou contestez"
    PROGRESS = "progress", "L’avancement de vos dossiers"
    MESSAGES = "messages", "Les messages sur un dossier"
    ACCESS = "access", "Les accès à vos organisations"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing said of an event, in the words of `template`.

    It goes to the `audience` without the one who acted, who knows, but for a `receipt`, which is to
    that person alone. A notice that `asks` for something is dropped once the object has moved on.
    `email` false: the bell alone. `calendar` gives the file that goes with the e-mail.
    """

    template: str
    audience: Audience
    category: Category
    asks: bool = False
    email: bool = True
    receipt: bool = False
    calendar: Callable[[Target], Calendar] | None = None

    def users(self, subject: Any) -> "QuerySet[Any]":
        """The active users told of `subject`, whoever acted."""
        if isinstance(self.audience, Policy):
            return self.audience.users_who_may(subject)
        return self.audience(subject).filter(is_active=True)

    def recipients(self, target: Target) -> "QuerySet[Any]":
        """Whoever acted, for a receipt; the others for the rest."""
        kind, _, pseudonym = target.event.actor.partition(":")
        acted = Q(pseudonym=pseudonym) if kind == "user" else Q(pk__in=[])
        users = self.users(target.subject).filter(acted if self.receipt else ~acted)
        return users.order_by("pk").distinct()

    def holds(self, target: Target) -> bool:
        """Whether it is still worth saying: nobody is asked for what is no longer to do."""
        return target.current or not self.asks


def progress(template: str, audience: Audience, *, email: bool = True) -> Notice:
    return Notice(template, audience, Category.PROGRESS, email=email)


def request(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.REQUESTS, asks=True)


def decision(template: str, audience: Audience, *, email: bool = True) -> Notice:
    return Notice(template, audience, Category.DECISIONS, email=email)


def sitting(
    template: str,
    audience: Audience,
    *,
    asks: bool = False,
    email: bool = True,
    calendar: Callable[[Target], Calendar] | None = None,
) -> Notice:
    return Notice(template, audience, Category.SESSIONS, asks=asks, email=email, calendar=calendar)


def access(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.ACCESS)


def receipt(template: str, audience: Audience) -> Notice:
    return Notice(template, audience, Category.RECEIPTS, receipt=True)


def its_user(subject: Any) -> "QuerySet[Any]":
    """The person whose membership, mandate or claim `subject` is."""
    return get_user_model()._default_manager.filter(pk=subject.user_id)


_notices: dict[str, Sequence[Notice]] = {}
_silenced: dict[str, str] = {}


def tell(model: type[Model], notices: Mapping[str, Sequence[Notice]]) -> None:
    """Declare what each action on `model` says; whoever two notices concern gets the first."""
    for action, said in notices.items():
        _notices[_undeclared(model, action)] = tuple(said)


def silence(model: type[Model], *actions: str, why: str) -> None:
    """Declare that these actions on `model`, without any all of its law, tell nobody."""
    for action in actions or events_of(model):
        _silenced[_undeclared(model, action)] = why


def _undeclared(model: type[Model], action: str) -> str:
    name = event_name(model, action)
    if name in _notices or name in _silenced:
        raise ImproperlyConfigured(f"event {name} is told or silenced twice")
    return name


def notices_of(name: str) -> Sequence[Notice]:
    """What the event `name` says; KeyError when it is neither told nor silenced."""
    return () if name in _silenced else _notices[name]


def all_notices() -> dict[str, Sequence[Notice]]:
    """Every event that is told, with what it says."""
    return dict(_notices)


def silenced() -> dict[str, str]:
    """Every event that tells nobody, with why."""
    return dict(_silenced)


def events_of(model: type[Model]) -> list[str]:
    """The actions on `model` that are events: by its law, by what it announces without one."""
    actions = list(getattr(model, "ANNOUNCED", ()))
    if issubclass(model, Lifecycle):
        machine = machine_of(model)
        actions += machine.births
        actions += [item.name for item in machine.transitions.values() if not item.law.silent]
    return actions


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person, and the one notice of the event that is for them."""

    user: Any
    notice: Notice


def addressees_of(target: Target, among: Sequence[int] | None = None) -> Iterator[Addressee]:
    """Each person told of the event once, with the first notice that concerns them.

    `among`: of these users only, by their keys.
    """
    found: set[Any] = set()
    for notice in notices_of(target.event.name):
        users = notice.recipients(target)
        for user in users if among is None else users.filter(pk__in=among):
            if user.pk not in found:
                found.add(user.pk)
                yield Addressee(user, notice)
