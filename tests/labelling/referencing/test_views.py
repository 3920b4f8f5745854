"""An accompanist's pages: what it types is kept, what is wrong is told beside what caused it."""

import io
from datetime import timedelta
from html import unescape
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.annuaire.models import Listing
from directory.charters.operations import put_in_force
from labelling.instruction.enums import ApplicationState as S
from labelling.referencing.models import Referencing
from tests import factories
from tests.committee import making as committee
from tests.files import pdf
from tests.labelling.browsing import client_of, location
from tests.labelling.referencing import making
from workflows.models import Case

pytestmark = pytest.mark.django_db

MISSION = {
    "client": "Association Les Tilleuls",
    "year": "2024",
    "theme": "Amélioration continue",
    "description": "Autodiagnostic et plan d’actions.",
    "with_ess": "on",
    "on_improvement": "on",
    "publishable": "on",
    "contact_name": "Maud Keller",
    "contact_phone": "02 40 00 00 00",
}


def url(name: str, made: Referencing, *args: Any) -> str:
    return reverse(f"referencing:{name}", args=[made.pk, *args])


@pytest.fixture
def made() -> Referencing:
    making.charter()
    return making.referencing()


@pytest.fixture
def client(made: Referencing) -> Client:
    return client_of(factories.representative_of(made))


def shown(client: Client, name: str, made: Referencing, *args: Any) -> str:
    answer = client.get(url(name, made, *args))
    assert answer.status_code == 200
    return unescape(answer.text)


def test_one_starts_from_the_list_and_finds_the_next_step() -> None:
    person = factories.representative()
    organisation = person.memberships.get().organisation
    browser = client_of(person)
    assert "Demander le référencement" in browser.get(reverse("referencing:list")).text
    address = reverse("referencing:open", args=[organisation.pk])
    assert "charte des accompagnateurs" in browser.get(address).text
    page = browser.post(address, follow=True)
    assert "Compléter la partie 2" in page.text
    again = browser.post(address)
    assert again.status_code == 422
    assert "un seul à la fois" in unescape(again.text)


def test_the_whole_application_is_written_signed_and_filed(
    made: Referencing, client: Client
) -> None:
    offer = {
        "presentation": making.PRESENTATION,
        "website": "accompagne.example",
        "kinds": ["accompanies", "trains"],
        "domains": ["social"],
        "next": "1",
    }
    assert location(client.post(url("offer", made), offer)) == url("territory", made)
    typed = {"region": ["44"], "departments": "35, morbihan ; 2a"}
    client.post(url("territory", made), typed)
    assert location(client.post(url("new_mission", made), MISSION)) == url("missions", made)
    client.post(url("pieces", made), {"tax-uploads": pdf("impots.pdf")})
    client.post(url("pieces", made), {"contract-uploads": pdf("convention.pdf")})
    page = shown(client, "check", made)
    assert "accord sur" in page
    assert "Maud Keller" in page
    form = client.get(url("commitments", made)).context["form"]
    boxes = {group.key.value: [i.rank for i in group.commitments] for group in form.groups}
    version = making.charter().digest
    client.post(url("commitments", made), {"version": version, **boxes})
    made.refresh_from_db()
    assert made.departments == ["2A", "35", "44", "56"]
    assert made.website == "https://accompagne.example"
    assert "Relire la charte, signer et déposer" in shown(client, "check", made)
    signing = {"name": "Dominique Lebreton", "function": "Gérante", "digest": version}
    unsigned = client.post(url("sign", made), signing)
    assert (unsigned.status_code, "Cochez cette case" in unsigned.text) == (422, True)
    filed = client.post(url("sign", made), {**signing, "accepted": "on"})
    assert location(filed) == url("receipt", made)
    made.refresh_from_db()
    assert made.state == S.SUBMITTED
    assert str(made.reference) in shown(client, "receipt", made)
    assert str(made.reference) in shown(client, "detail", made)


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        ("territory", {"departments": "35, Genève"}, "«\u00a0Genève\u00a0»"),
        ("offer", {"website": "nulle part"}, "Écrivez une adresse"),
        ("offer", {"domains": ["astrology"]}, "parmi les six domaines"),
        ("new_mission", MISSION | {"year": "2150"}, "à venir"),
        ("new_mission", MISSION | {"year": "hier"}, "Écrivez une année"),
        ("new_mission", MISSION | {"client": ""}, "pour qui était la mission"),
        ("new_mission", MISSION | {"contact_phone": ""}, "une adresse e-mail ou un téléphone"),
        ("new_mission", MISSION | {"client": "999 999 999"}, "écrivez plutôt son nom"),
        ("people", {"name": "Ali", "trained_on": "2150-01-01"}, "Cette date est à venir"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(
    made: Referencing, client: Client, page: str, typed: dict[str, Any], said: str
) -> None:
    answer = client.post(url(page, made), typed)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert said in text
    kept = [value for value in typed.values() if isinstance(value, str) and value != "on"]
    assert [value for value in kept if value not in text] == []
    made.refresh_from_db()
    assert not made.history.exclude(transition="open").exists()


def test_an_approval_that_has_ended_is_refused_and_one_that_ends_early_is_an_alert() -> None:
    made = making.referencing(org=factories.organisation(legal_form="5710", esus=True))
    browser = client_of(factories.representative_of(made))
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    answer = browser.post(url("standing", made), {"esus_until": day, "uploads": pdf("e.pdf")})
    assert answer.status_code == 422
    assert "Cet agrément a pris fin" in answer.text
    # The file was sound: it is kept.
    assert made.attachments.get().name == "e.pdf"
    day = (timezone.localdate() + timedelta(days=90)).isoformat()
    browser.post(url("standing", made), {"esus_until": day})
    assert "avant la fin du référencement" in shown(browser, "detail", made)


def test_a_charter_replaced_meanwhile_is_read_again(made: Referencing, client: Client) -> None:
    person = factories.representative_of(made)
    making.fill(made, person)
    read = making.charter().digest
    put_in_force(making.another_charter("Un autre texte."), actor=factories.SYSTEM)
    signing = {"name": "Dominique", "function": "Gérante", "digest": read, "accepted": "on"}
    for page, typed in (("sign", signing), ("commitments", {"version": read})):
        answer = client.post(url(page, made), typed)
        assert answer.status_code == 409
        assert "La charte a changé pendant votre lecture" in answer.text
    made.refresh_from_db()
    assert made.state == S.DRAFT


def test_people_may_be_said_before_they_are_asked_for(made: Referencing, client: Client) -> None:
    entry = {"name": "Ali Benoît", "trained_on": "2026-01-12", "uploads": pdf("a.pdf")}
    answer = client.post(url("people", made), entry, follow=True)
    assert answer.status_code == 200
    assert "Enregistré." in answer.text
    assert "Ali Benoît" in answer.text


def test_the_people_part_is_asked_for_only_when_it_is_needed(
    made: Referencing, client: Client
) -> None:
    assert "n’est demandée qu’à qui" in shown(client, "people", made)
    client.post(url("offer", made), {"whole_approach": "on", "private_part": "on"})
    assert "Personnes formées" in shown(client, "detail", made)
    entry = {"name": "Ali Benoît", "trained_on": "2026-01-12", "uploads": pdf("a.pdf")}
    assert location(client.post(url("people", made), entry)) == url("people", made)
    person = made.people.get()
    assert made.attachments.get().slot == person.slot
    changed = {"name": "Ali Benoit", "trained_on": "2026-01-12", "seen": person.history_head}
    client.post(url("person", made, person.pk), changed)
    assert "Ali Benoit" in shown(client, "people", made)
    client.post(url("remove_person", made, person.pk))
    assert "Ali Benoit" not in shown(client, "people", made)
    assert client.get(url("person", made, person.pk)).status_code == 404


def test_somebody_elses_writing_is_told_and_not_written_over(
    made: Referencing, client: Client
) -> None:
    seen = client.get(url("territory", made)).context["form"].initial["seen"]
    client.post(url("territory", made), {"region": ["44"], "seen": seen})
    answer = client.post(url("territory", made), {"region": ["85"], "seen": seen})
    assert answer.status_code == 409
    made.refresh_from_db()
    assert made.departments == ["44"]


def test_a_client_on_record_is_found_by_its_number_or_its_name(
    made: Referencing, client: Client
) -> None:
    known = factories.organisation("Les Jardins de l’Erdre")
    for typed in (known.siren, "les jardins de l erdre"):
        client.post(url("new_mission", made), MISSION | {"client": typed, "theme": typed})
    assert [mission.client for mission in made.missions.all()] == [known, known]
    assert "Les Jardins de l’Erdre" in shown(client, "missions", made)


def test_the_committee_reads_what_clients_said_without_their_names() -> None:
    made = making.referencing(S.UNDER_INSTRUCTION)
    mission = made.missions.get()
    instructs = client_of(made.assignee)
    page = unescape(instructs.get(f"{made.get_absolute_url()}?critere=experience").text)
    assert "Maud Keller" in page
    assert "Noter un contact" in page
    log = {"channel": "phone", "made_on": "2026-11-02", "said": "Un suivi attentif."}
    assert instructs.post(url("log_contact", made, mission.pk), log).status_code == 302
    for step in ("assess",):
        making.STEPS[step](made, factories.representative_of(made))
    formed = committee.committee()
    committee.opened(formed, Case.objects.get(pk=made.pk))
    member = client_of(formed.mandates[0].user)
    page = unescape(member.get(f"{made.get_absolute_url()}?critere=experience").text)
    assert "Un suivi attentif." in page
    assert "Maud Keller" not in page
    assert "Maud Keller" not in unescape(member.get(url("whole", made)).text)


def test_it_is_taken_away_whole_its_contacts_kept_from_the_committee() -> None:
    made = making.referencing(S.ADMISSIBLE)
    formed = committee.committee()
    committee.opened(formed, Case.objects.get(pk=made.pk))
    for person, told in ((made.assignee, True), (formed.mandates[0].user, False)):
        answer: Any = client_of(person).get(url("archive", made))
        zipped = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        paths = [path.partition("/")[2] for path in zipped.namelist()]
        assert paths[0] == "Dossier.html"
        assert any(path.startswith("Attestation fiscale/") for path in paths)
        assert len(paths) == 1 + made.attachments.count()
        summary = unescape(zipped.read(zipped.namelist()[0]).decode())
        assert f"Dossier de référencement {made.reference}" in summary
        assert ("Maud Keller" in summary) is told


def test_validated_it_is_listed_with_what_may_be_published() -> None:
    made = making.referencing(S.VALIDATED)
    listing = Listing.objects.get(recognition__case=made)
    assert {each.department for each in listing.departments.all()} == {"44", "49"}
    assert [each.client for each in listing.references.all()] == ["Association Les Tilleuls"]
    browser = client_of(factories.representative_of(made))
    assert "Votre organisation est référencée" in shown(browser, "detail", made)


@pytest.mark.parametrize("state", list(making.PATHS))
def test_each_state_has_its_page_and_its_next_step(state: S) -> None:
    made = making.referencing(state)
    browser = client_of(factories.representative_of(made))
    page = shown(browser, "detail", made)
    assert made.state_info.label in page
    for name in ("standing", "offer", "territory", "missions", "commitments", "pieces", "whole"):
        shown(browser, name, made)
    manager = client_of(factories.manager())
    assert manager.get(made.get_absolute_url()).status_code == 200
