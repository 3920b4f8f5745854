"""Petitions, their author and whoever is in charge of them."""

from types import SimpleNamespace

from django.utils import timezone

from directory.people.models import User
from tests import factories
from tests.petitions.models import Petition, Tally
from workflows.actors import Actor
from workflows.engine import create, perform


def petition() -> Petition:
    """Received, written by somebody, entrusted to somebody else."""
    made = Petition(
        kind=Petition._meta.label_lower,
        title="Ouvrir les séances au public",
        author=factories.user("Nina", "Robin"),
        assignee=factories.user("Sacha", "Guérin"),
        opened_at=timezone.now(),
    )
    return create(made, actor=factories.SYSTEM, action="receive")


def people_of(petition: Petition) -> tuple[User, User]:
    """Its author, and whoever is in charge of it."""
    assert petition.author
    assert petition.assignee
    return petition.author, petition.assignee


def supporter_of(petition: Petition) -> User:
    """Somebody who reads it, and writes nothing on it."""
    person = factories.user("Ange", "Moreau")
    petition.supporters.add(person)
    return person


def count(petition: Petition, signatures: int) -> Tally:
    tally = Tally(petition=petition, signatures=signatures)
    return create(tally, actor=factories.SYSTEM, action="count")


def debate(petition: Petition) -> None:
    """As a session does, without one."""
    item = SimpleNamespace(pk=0, case_id=petition.pk, is_open=True)
    perform(petition, "debate", actor=Actor.deliberation(item))
