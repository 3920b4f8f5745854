"""Forgetting who somebody was: nothing of it is left where it may go, and no seal breaks."""

from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.joining.models import Invitation
from directory.joining.operations.invitations import accept_invitation, invite
from directory.memberships.enums import MembershipRole
from directory.memberships.models import Membership
from directory.people.models import User
from directory.representation.models import RepresentationProof
from directory.representation.operations import show_proof
from notifications.bells.models import Notification
from tests import factories
from tests.committee import making
from tests.directory.accounts.browsing import confirmed, sign_in, with_application
from tests.files import pdf
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
ADDRESS, OTHER = "camille.morin@exemple.fr", "c.morin@exemple.fr"


def erase(*arguments: str, email: str = ADDRESS) -> str:
    said = StringIO()
    call_command("erase_person", email, *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def person() -> User:
    """Someone who was here for long, and holds nothing any more."""
    host = factories.representative()
    organisation = Membership.objects.get(user=host).organisation
    invitation = invite(
        organisation=organisation, email=ADDRESS, role=MembershipRole.CONTRIBUTOR, by=host
    )
    person = confirmed(factories.user("Camille", "Morin", email=ADDRESS))
    EmailAddress.objects.create(user=person, email=OTHER, verified=True)
    membership = accept_invitation(invitation, user=person, function="Chargée de projet")
    invite(
        organisation=factories_organisation(),
        email=OTHER,
        role=MembershipRole.CONTRIBUTOR,
        by=User.objects.get(memberships__organisation__name="L’Autre"),
    )
    perform(membership, "end", actor=Actor.of(person))
    Client().post(reverse("account_reset_password"), {"email": OTHER})
    drain()
    sign_in(person)
    with_application(person)
    Notification.objects.create(
        user=person, event_key="essai", title="Essai", body="", url="/", created_at=timezone.now()
    )
    return person


def factories_organisation() -> Any:
    organisation = factories.organisation("L’Autre")
    factories.representative(organisation)
    return organisation


def everything_written() -> str:
    """Every text of the database, sessions read."""
    found = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(sorted(found))


def test_a_person_is_forgotten_and_no_seal_breaks(person: User) -> None:
    pseudonym = str(person.pseudonym)
    assert ADDRESS in everything_written()
    assert "L’identité de cette personne est effacée." in erase("--oui")
    written = everything_written()
    for known in (ADDRESS, OTHER, "Morin"):
        assert known not in written
    person.refresh_from_db()
    assert str(person.pseudonym) != pseudonym
    assert not person.is_active
    assert str(person) == person.get_short_name() == "Une personne dont l’identité a été effacée"
    assert not Authenticator.objects.exists()
    assert not Session.objects.exists()
    assert not Notification.objects.filter(user=person).exists()
    # The links still open are worth nothing: no person stands behind them.
    assert not Invitation.objects.pending(timezone.now()).exists()
    said = StringIO()
    call_command("verify_history", stdout=said)
    assert "directory.Membership : conforme" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_the_person_showed_of_themselves_goes_with_its_bytes() -> None:
    organisation = factories.organisation()
    person = factories.user(email=ADDRESS)
    made = factories.membership(person, organisation, verified=False)
    proof = show_proof(organisation=organisation, user=person, upload=pdf())
    perform(made, "reject_verification", actor=Actor.of(factories.manager()), reason="Essai.")
    erase("--oui")
    assert not RepresentationProof.objects.exists()
    assert not proof.file.storage.exists(str(proof.file.name))


def test_nothing_goes_before_it_is_confirmed(person: User) -> None:
    before = everything_written()
    assert "Rien n’est effacé" in erase()
    assert everything_written() == before


def test_what_is_held_must_end_first() -> None:
    made = making.committee()
    chair = made.mandates[0].user
    factories.membership(chair, factories.organisation("Les Jardins"))
    with pytest.raises(CommandError) as refused:
        erase("--oui", email=chair.email)
    for held in ("membre de Les Jardins", "mandat"):
        assert held in str(refused.value)
    dossier = factories.dossier("under_instruction")
    assert dossier.assignee
    with pytest.raises(CommandError) as refused:
        erase("--oui", email=dossier.assignee.email)
    assert "rôle\u00a0: CRESS, instruction" in str(refused.value)
    assert f"en charge de {dossier}" in str(refused.value)
    chair.refresh_from_db()
    assert chair.is_active


def test_an_unknown_address_is_said() -> None:
    with pytest.raises(CommandError, match="Aucun compte"):
        erase("--oui", email="inconnue@exemple.fr")
