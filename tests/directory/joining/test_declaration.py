"""Declaring an organisation: the number, the twin, the race."""

from functools import partial

import pytest
from django.urls import reverse

from directory.joining.models import Invitation
from directory.joining.operations.declarations import declare_organisation
from directory.memberships.models import Membership
from directory.organisations.identifiers import parse_identifier
from directory.organisations.models import Organisation
from directory.organisations.operations import Facts, amend_organisation
from tests import factories
from tests.directory.making import declaration, logged_in
from tests.files import pdf
from tests.notifications.draining import events
from tests.threads import at_once
from workflows.actors import Actor
from workflows.verdicts import Forbidden, Refused, Stale

DECLARE = reverse("directory:declare")
FACTS: Facts = {
    "name": "Les Jardins du Bocage",
    "legal_form": "9220",
    "esus": False,
    "declared_cooperative": False,
    "department": "49",
    "city": "Angers",
}


def declare(person, number: str) -> Organisation:
    return declare_organisation(
        identifier=parse_identifier(number), function="Présidente", user=person, **FACTS
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "siren", "siret", "rna"),
    [
        ("732 829 320", "732829320", "", None),
        ("732 829 320 00074", "732829320", "73282932000074", None),
        ("356 000 000 00001", "356000000", "35600000000001", None),
        ("w442012345", None, "", "W442012345"),
    ],
)
def test_the_number_is_kept_as_digits(typed, siren, siret, rna) -> None:
    logged_in(factories.user()).post(DECLARE, declaration(identifier=typed))
    organisation = Organisation.objects.get()
    assert (organisation.siren, organisation.siret, organisation.rna) == (siren, siret, rna)
    assert organisation.history.get().actor.startswith("user:")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("123456789", "chiffre de contrôle"),
        ("12345", "un SIREN en compte 9"),
        ("W44", "compte 10 caractères"),
        ("", "Indiquez un numéro SIREN, SIRET ou RNA."),
    ],
)
def test_a_wrong_number_is_said_beside_the_field_and_the_rest_is_kept(typed, sentence) -> None:
    response = logged_in(factories.user()).post(DECLARE, declaration(identifier=typed))
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["identifier"])
    assert "Les Jardins du Bocage" in response.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("732829320", "732 829 320 00074"),
        ("73282932000074", "732829320"),
        ("W442012345", "w 442 012 345"),
    ],
)
def test_a_twin_is_offered_to_join_instead(first, second) -> None:
    founder = factories.user()
    existing = declare(founder, first)
    client = logged_in(person := factories.user("Noa", "Petit"))
    response = client.post(
        DECLARE, declaration(identifier=second, name="Mon doublon", function="Trésorière")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "est déjà faite" in page
    assert "Demander à rejoindre" in page
    assert "Mon doublon" in page
    assert response.context["join_form"]["function"].value() == "Trésorière"
    assert Organisation.objects.count() == 1

    join = reverse("directory:join", kwargs={"pk": existing.pk})
    client.post(join, {"role": "contributor", "function": "Trésorière"})
    asked = Membership.objects.get(user=person)
    assert (asked.state, asked.role, asked.function) == ("requested", "contributor", "Trésorière")
    assert [event.pk for event in events("membership.request")] == [asked.pk]
    assert list(Membership.objects.to_answer_by(founder)) == [asked]
    assert not Membership.objects.to_answer_by(person).exists()

    again = client.post(DECLARE, declaration(identifier=second))
    assert "Votre demande pour la rejoindre est déjà partie" in again.content.decode()
    twice = client.post(join, {"role": "contributor", "function": "Trésorière"})
    assert twice.status_code == 422
    assert "Votre demande est déjà partie" in twice.content.decode()
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.django_db
def test_the_offer_comes_even_when_the_rest_of_the_form_is_wrong() -> None:
    organisation = factories.organisation()
    response = logged_in(factories.user()).post(
        DECLARE, declaration(identifier=organisation.siren, name="")
    )
    assert response.context["existing"] == organisation


@pytest.mark.django_db(transaction=True)
def test_of_two_who_declare_at_once_the_second_is_told() -> None:
    people = [factories.user() for _ in range(6)]
    results = at_once([partial(declare, person, "732829320") for person in people])
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == len(people) - 1
    assert {unmet.code for refusal in refused for unmet in refusal.unmet} == {"already_declared"}
    assert {unmet.field for refusal in refused for unmet in refusal.unmet} == {"identifier"}
    organisation = Organisation.objects.get()
    assert organisation.memberships.count() == 1


@pytest.mark.django_db
def test_a_representative_corrects_the_facts_and_the_history_says_so() -> None:
    person = factories.user()
    organisation = declare(person, "732829320")
    url = reverse("directory:amend", kwargs={"pk": organisation.pk})
    client = logged_in(person)
    seen = client.get(url).context["form"]["seen"].value()
    typed = {**FACTS, "name": "Les Jardins de Loire", "city": "Saumur", "seen": seen}
    typed = {key: value for key, value in typed.items() if value is not False}
    assert client.post(url, typed).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name, organisation.city) == ("Les Jardins de Loire", "Saumur")
    row = organisation.history.order_by("-history_id").first()
    assert (row.transition, row.actor) == ("amend", Actor.of(person).reference)

    assert client.post(url, typed).status_code == 302  # a second click
    late = client.post(url, {**typed, "name": "Autre nom"})
    assert late.status_code == 409
    assert set(late.context["form"].errors) == {"name"}
    assert "Autre nom" in late.text
    assert "Est enregistré\u00a0: «\u00a0Les Jardins de Loire\u00a0»." in late.text


@pytest.mark.django_db
def test_a_contributor_corrects_nothing() -> None:
    organisation = factories.organisation()
    person = factories.user()
    factories.membership(person, organisation, "contributor")
    with pytest.raises(Forbidden):
        amend_organisation(organisation, actor=Actor.of(person), seen=None, **FACTS)
    url = reverse("directory:amend", kwargs={"pk": organisation.pk})
    assert logged_in(person).get(url).status_code == 403


@pytest.mark.django_db
def test_two_corrections_at_once_lose_nothing() -> None:
    person = factories.user()
    organisation = declare(person, "732829320")
    seen = organisation.history_head
    actor = Actor.of(person)
    here: Facts = {**FACTS, "city": "Saumur"}
    there: Facts = {**FACTS, "city": "Cholet"}
    amend_organisation(organisation, actor=actor, seen=seen, **here)
    with pytest.raises(Stale):
        amend_organisation(organisation, actor=actor, seen=seen, **there)


@pytest.mark.django_db
def test_a_company_without_approval_is_told_at_once_what_is_possible() -> None:
    client = logged_in(factories.user())
    response = client.post(DECLARE, declaration(legal_form="5710"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"legal_form"}
    assert "Voici les chemins ouverts" in response.text
    assert not Organisation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["esus", "declared_cooperative"])
def test_a_company_shows_its_approval_where_it_is_declared(said) -> None:
    person = factories.user()
    client = logged_in(person)
    company = declaration(legal_form="5710", **{said: "on"})
    bare = client.post(DECLARE, company)
    assert set(bare.context["form"].errors) == {"eligibility_proof"}
    assert not Organisation.objects.exists()

    assert client.post(DECLARE, {**company, "eligibility_proof": pdf()}).status_code == 302
    proof = Organisation.objects.get().eligibility_proof
    assert proof is not None
    url = proof.get_absolute_url()
    assert url in client.get(proof.organisation.get_absolute_url()).text
    readers = (person, factories.instructor(), factories.user())
    answers = [logged_in(reader).get(url) for reader in readers]
    assert [answer.status_code for answer in answers] == [200, 200, 403]
    for answer in answers:
        answer.close()


@pytest.mark.django_db
def test_a_company_that_lost_its_approval_may_say_so_and_proves_a_new_one() -> None:
    organisation = factories.organisation(legal_form="5710", esus=True)
    client = logged_in(factories.representative(organisation))
    url = reverse("directory:amend", kwargs={"pk": organisation.pk})

    def save(**changed):
        seen = client.get(url).context["form"]["seen"].value()
        return client.post(url, {**declaration(legal_form="5710"), "seen": seen, **changed})

    assert save().status_code == 302
    organisation.refresh_from_db()
    assert not organisation.eligibility.eligible
    assert set(save(esus="on").context["form"].errors) == {"eligibility_proof"}
    assert save(esus="on", eligibility_proof=pdf()).status_code == 302
    assert save(esus="on", city="Saumur").status_code == 302  # shown once, it is not asked again


@pytest.mark.django_db
def test_whoever_coordinates_starts_and_the_representative_is_invited_to_sign() -> None:
    client = logged_in(person := factories.user())
    typed = declaration(role="contributor", representative_email="presidence@exemple.fr")
    page = client.post(DECLARE, typed, follow=True).text
    assert "L’inscription des Jardins du Bocage est faite" in page
    assert "presidence@exemple.fr" in page
    own = Membership.objects.get(user=person)
    assert "son invitation l’attend" in client.get(own.organisation.get_absolute_url()).text
    assert (own.role, own.state) == ("contributor", "active")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by) == ("representative", person)

    link = reverse("directory:invitation", kwargs={"secret": invitation.secret})
    representative = factories.user(email="presidence@exemple.fr")
    assert logged_in(representative).post(link, {"function": "Présidente"}).status_code == 302
    theirs = Membership.objects.get(user=representative)
    assert theirs.represents
    assert theirs.awaits_verification  # nobody confirmed has vouched for them
    invite = reverse("directory:invite", kwargs={"pk": own.organisation_id})
    assert client.get(invite).status_code == 403  # from now on they invite


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "pas-une-adresse", "Moi@exemple.fr"])
def test_who_will_sign_is_asked_of_whoever_coordinates(address) -> None:
    client = logged_in(factories.user(email="moi@exemple.fr"))
    typed = declaration(role="contributor", representative_email=address)
    response = client.post(DECLARE, typed)
    assert set(response.context["form"].errors) == {"representative_email"}
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_an_address_left_in_the_field_invites_nobody_once_one_represents() -> None:
    client = logged_in(factories.user())
    client.post(DECLARE, declaration(representative_email="presidence@exemple.fr"))
    assert Organisation.objects.get().memberships.get().represents
    assert not Invitation.objects.exists()
