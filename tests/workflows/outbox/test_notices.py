"""Every event is told or silenced by the app where it happens, and a check says which is not."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from tests import factories
from tests.toys import making
from tests.toys.models import Repair, Thanks
from workflows.actors import Actor
from workflows.models import Message
from workflows.outbox import notices
from workflows.outbox.checks import check_notices
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import (
    Notice,
    addressees_of,
    events_of,
    notices_of,
    progress,
    receipt,
    request,
    silence,
    tell,
)
from workflows.policies import Policy

User: Any = get_user_model()


def everybody(subject: Any) -> "QuerySet[Any]":
    return User.objects.all()


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is forgotten after it."""
    monkeypatch.setattr(notices, "_notices", dict(notices._notices))
    monkeypatch.setattr(notices, "_silenced", dict(notices._silenced))


def found() -> set[str]:
    return {f"{message.id} {message.msg}" for message in check_notices(None)}


def said_of_repairs(action: str, *said: Notice) -> None:
    """As if tests/toys told `said` of `action`, and kept the rest to itself."""
    notices._silenced.pop(f"repair.{action}")
    tell(Repair, {action: said})


def test_every_event_of_the_product_is_declared() -> None:
    assert found() == set()


def test_the_events_of_a_model_are_those_of_its_law_and_what_it_announces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {"bring", "ask", "lapse"} <= set(events_of(Repair))
    assert "describe" not in events_of(Repair), "silent"
    assert events_of(Message) == ["post"]
    assert events_of(Thanks) == events_of(User) == []
    monkeypatch.setattr(Thanks, "ANNOUNCED", ("say",))
    assert events_of(Thanks) == ["say"]


@pytest.mark.parametrize("name", ["repair.ask", "repair.bring", "message.post"])
def test_an_event_that_nobody_declares_is_found(name: str) -> None:
    notices._notices.pop(name, None)
    notices._silenced.pop(name, None)
    assert found() == {f"workflows.E021 event {name} is neither told nor silenced"}
    with pytest.raises(KeyError):
        notices_of(name)


def test_a_notice_of_what_cannot_happen_is_found() -> None:
    tell(Repair, {"unheard_of": [progress("any", everybody)]})
    silence(Repair, "describe", why="silent by law")
    assert found() == {
        "workflows.E022 event repair.unheard_of is declared, and cannot happen",
        "workflows.E022 event repair.describe is declared, and cannot happen",
    }


def test_silence_has_a_reason() -> None:
    notices._silenced.pop("repair.ask")
    silence(Repair, "ask", why="")
    assert found() == {"workflows.E023 event repair.ask is silenced, and nobody says why"}


@pytest.mark.parametrize("named", ["toys.owner", Policy()])
def test_an_audience_that_nothing_finds_is_found(named: Any) -> None:
    said_of_repairs("ask", progress("any", named))
    assert found() == {"workflows.E024 event repair.ask: nothing finds the audience of any"}


def test_an_event_is_declared_once() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"repair\.ask"):
        tell(Repair, {"ask": []})
    with pytest.raises(ImproperlyConfigured, match=r"message\.post"):
        silence(Message, "post", why="told already")


@pytest.mark.django_db
def test_each_gets_the_first_notice_that_concerns_them_and_the_actor_the_receipt_alone() -> None:
    repair = making.bring()
    other, gone = factories.user(), factories.user()
    User.objects.filter(pk=gone.pk).update(is_active=False)

    def owner(subject: Repair) -> "QuerySet[Any]":
        return User.objects.filter(pk=subject.owner_id)

    signed, owned = receipt("receipt", owner), progress("owned", owner)
    known = progress("known", everybody)
    said_of_repairs("ask", signed, owned, known)

    def told(actor: Actor) -> list[tuple[Any, Notice]]:
        target = Target.about(repair, Event.of(repair, "ask", actor=actor))
        return [(one.user, one.notice) for one in addressees_of(target)]

    assert told(Actor.of(repair.owner)) == [(repair.owner, signed), (other, known)]
    assert told(factories.SYSTEM) == [(repair.owner, owned), (other, known)]


@pytest.mark.django_db
def test_an_audience_may_be_a_policy() -> None:
    rule = Policy()
    rule.grants(who="tout le monde", denial="Personne.")(everybody)
    person, gone = factories.user(), factories.user()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert list(progress("any", rule).users(None)) == [person]


@pytest.mark.django_db
def test_what_is_asked_no_longer_holds_once_the_object_has_moved_on() -> None:
    repair = making.repair("asked")
    brought = Event("repair.bring", "toys.repair", repair.pk, 0, "draft", "system:tests")
    target = Target.about(repair, brought)
    assert not request("any", everybody).holds(target)
    assert progress("any", everybody).holds(target)
