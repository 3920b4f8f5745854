"""The attack: a stranger declares somebody's SIREN, and would sign and file in its name."""

import pytest
from django.urls import reverse

from directory.charters.models import Signature
from directory.memberships.models import Membership
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import sign_charter
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import answer_complement
from tests import factories
from tests.directory.making import declaration
from tests.files import pdf
from tests.labelling.browsing import client_of, presentation_data, shared, url
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform, verdict
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db
S = ApplicationState


def unverify(dossier: Dossier) -> Membership:
    """The representative leaves; somebody who only says they represent it comes in their place."""
    manager = Actor.of(factories.manager())
    for membership in Membership.objects.representatives().filter(
        organisation=dossier.organisation
    ):
        perform(membership, "revoke", actor=manager, reason="Mandat terminé.")
    return factories.membership(
        factories.user("Alix", "Perrin"), dossier.organisation, verified=False
    )


def test_a_stranger_declares_prepares_and_engages_nothing() -> None:
    factories.charter_version()
    client = client_of(stranger := factories.user("Alix", "Perrin"))
    client.post(reverse("directory:declare"), declaration(identifier="732829320"))
    organisation = Membership.objects.get(user=stranger).organisation
    client.post(reverse("labelling:open", args=[organisation.pk]), {"approach": "ess_pratiques"})
    dossier = Dossier.objects.get()

    page = client.get(url("sign", dossier))
    assert "La CRESS vérifie que vous représentez Les Jardins du Bocage." in page.text
    assert reverse("directory:prove", args=[organisation.pk]) in page.text
    assert 'aria-disabled="true"' in page.text
    typed = {
        "name": "Alix Perrin",
        "function": "Présidente",
        "accepted": "on",
        "digest": page.context["version"].digest,
    }
    refused = client.post(url("sign", dossier), typed)
    assert refused.status_code == 422
    assert "La CRESS vérifie que vous représentez" in refused.text
    assert not Signature.objects.exists()
    dossier.refresh_from_db()
    assert dossier.state == S.DRAFT

    written = client.post(url("principle", dossier, "practices"), {"text": "Nos pratiques."})
    assert written.status_code == 302
    said = client.post(shared("messages", dossier), {"body": "Bonjour."})
    assert said.status_code == 302
    assert "Première étape" in client.get(reverse("home")).text


def attempt(dossier: Dossier, name: str, person: User) -> None:
    if name == "sign_charter":
        factories.sign(dossier, person)
    else:
        perform(dossier, name, actor=Actor.of(person), reason="Motif.")


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (S.DRAFT, "sign_charter"),
        (S.PRESENTED, "submit"),
        (S.TO_COMPLETE, "resubmit"),
        (S.REFUSED, "appeal"),
        (S.COMMITTED, "withdraw"),
    ],
)
def test_what_engages_the_structure_waits_for_a_confirmed_representative(state, name) -> None:
    dossier = factories.dossier(state)
    usurper = unverify(dossier)
    asked = verdict(dossier, name, actor=Actor.of(usurper.user))
    assert asked.permitted
    assert "representative_unverified" in {unmet.code for unmet in asked.unmet}
    with pytest.raises(Refused):
        attempt(dossier, name, usurper.user)
    page = client_of(usurper.user).get(dossier.get_absolute_url())
    assert page.status_code == 200


def test_filing_is_a_button_that_says_why_not_yet() -> None:
    dossier = factories.dossier(S.PRESENTED)
    factories.fill(dossier, factories.representative_of(dossier))
    usurper = unverify(dossier)
    page = client_of(usurper.user).get(dossier.get_absolute_url()).text
    assert "Le dossier est prêt" in page
    assert "Joindre une preuve" in page
    assert "Déposer le dossier</button>" in page
    refused = client_of(usurper.user).post(url("transition", dossier, "submit"))
    assert refused.status_code == 422
    assert "La CRESS vérifie que vous représentez" in refused.text


def test_the_others_read_that_the_cress_verifies() -> None:
    dossier = factories.dossier(S.PRESENTED)
    factories.fill(dossier, factories.representative_of(dossier))
    unverify(dossier)
    contributor = factories.user()
    factories.membership(contributor, dossier.organisation, "contributor")
    page = client_of(contributor).get(dossier.get_absolute_url()).text
    assert "La CRESS vérifie qui représente" in page
    assert "Joindre une preuve" not in page


def test_answers_that_are_ready_wait_too() -> None:
    dossier = factories.dossier(S.TO_COMPLETE)
    person = factories.representative_of(dossier)
    complement = dossier.complements.get()
    answer_complement(
        dossier, complement_id=complement.pk, answer="C’est fait.", actor=Actor.of(person)
    )
    usurper = unverify(dossier)
    page = client_of(usurper.user).get(dossier.get_absolute_url()).text
    assert "Vos réponses sont prêtes" in page
    assert "La CRESS vérifie que vous représentez" in page


def test_an_appeal_that_waits_is_not_over() -> None:
    dossier = factories.dossier(S.REFUSED)
    usurper = unverify(dossier)
    page = client_of(usurper.user).get(dossier.get_absolute_url()).text
    assert "Un recours est possible" in page
    assert "Ouvrir un nouveau dossier" not in page
    form = client_of(usurper.user).get(url("appeal", dossier)).text
    assert "La CRESS vérifie que vous représentez" in form


def test_the_assembly_is_described_meanwhile() -> None:
    dossier = factories.dossier(S.COMMITTED)
    usurper = unverify(dossier)
    client = client_of(usurper.user)
    client.post(url("presentation", dossier), presentation_data())
    attach(dossier, slot="minutes", upload=pdf("pv.pdf"), by=usurper.user)
    perform(dossier, "record_presentation", actor=Actor.of(usurper.user))
    assert dossier.state == S.PRESENTED


def test_a_dossier_says_that_nobody_represents_its_structure() -> None:
    dossier = factories.dossier(S.SUBMITTED)
    person = factories.representative_of(dossier)
    contributor = factories.user()
    factories.membership(contributor, dossier.organisation, "contributor")
    said = "Plus personne ne représente cette organisation"
    readers = [contributor, factories.instructor()]
    pages = [client_of(reader).get(dossier.get_absolute_url()).text for reader in readers]
    assert not any(said in page for page in pages)
    last = Membership.objects.get(user=person)
    perform(last, "revoke", actor=Actor.of(factories.manager()), reason="Mandat terminé.")
    pages = [client_of(reader).get(dossier.get_absolute_url()).text for reader in readers]
    assert all(said in page for page in pages)


def test_a_confirmed_representative_signs() -> None:
    dossier = factories.dossier()
    person = factories.representative_of(dossier)
    sign_charter(
        dossier,
        version=factories.charter_version(),
        user=person,
        name="Dominique Lebreton",
        function="Présidente",
    )
    assert dossier.state == S.COMMITTED
