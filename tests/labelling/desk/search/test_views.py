"""One box for the CRESS: numbers go straight, words find organisations, labels, cases, people."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from directory.accounts.operations import erase_person
from labelling.desk.search.found import MOST
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.committee import making as committees
from tests.directory.making import label
from tests.labelling.browsing import client_of
from tests.labelling.oversight import making as reviews
from tests.labelling.oversight.complaining import lodged
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
PAGE = "/bureau/recherche/"


@pytest.fixture
def cress() -> Client:
    return client_of(factories.instructor("Sacha", "Guérin"))


def found(cress: Client, text: str) -> dict[str, list[str]]:
    """The names of each group."""
    answer: Any = cress.get(PAGE, {"q": text})
    assert answer.status_code == 200
    return {group.key: [hit.name for hit in group.hits] for group in answer.context["groups"]}


def test_a_number_goes_straight_to_what_bears_it(cress: Client) -> None:
    made = factories.dossier(S.VALIDATED)
    recognition = made.recognitions.get()
    number = str(made.reference)
    for typed in (number, number.lower().replace("-", " ")):
        answer = cress.get(PAGE, {"q": typed})
        assert answer.headers["Location"] == made.get_absolute_url()
    assert cress.get(PAGE, {"q": recognition.number}).headers["Location"] == (
        recognition.get_absolute_url()
    )
    review = reviews.opened()
    answer = cress.get(PAGE, {"q": str(review.reference)})
    assert answer.headers["Location"] == review.get_absolute_url()


@pytest.mark.parametrize("typed", ["D-2031-0001", "OSE-1999-0001", "ZZZ-2026-0001"])
def test_a_number_that_leads_nowhere_is_said(cress: Client, typed: str) -> None:
    assert f"Rien ne porte le numéro {typed}" in cress.get(PAGE, {"q": typed}).text


def test_words_find_an_organisation_and_all_that_is_its_own(cress: Client) -> None:
    org = factories.organisation("Théâtre de la Levée")
    factories.organisation("Les Jardins")
    label(org, date(2024, 5, 2))
    factories.dossier(S.SUBMITTED, org=org)
    assert found(cress, "leve theat") == {
        "organisations": ["Théâtre de la Levée"],
        "labels": ["Théâtre de la Levée"],
        "labelling": ["Théâtre de la Levée"],
    }


def test_what_a_label_is_worth_is_said_as_the_register_says_it(cress: Client) -> None:
    today = timezone.localdate()
    for name, days in (("Les Amis de la Levée", 2000), ("Théâtre de la Levée", 100)):
        label(factories.organisation(name), today - timedelta(days=days))
    answer: Any = cress.get(PAGE, {"q": "levee"})
    [labels] = [group for group in answer.context["groups"] if group.key == "labels"]
    shown = [strip_tags(hit.badge).strip() for hit in labels.hits]
    assert sorted(shown) == ["Expiré", "Valide"]
    assert all(hit.badge in answer.text for hit in labels.hits)


def test_a_dossier_whose_label_is_over_says_so(cress: Client) -> None:
    org = factories.organisation("Théâtre de la Levée")
    over = factories.dossier(S.VALIDATED, org=org)
    holder = org.memberships.get().user
    perform(over.recognitions.get(), "renounce", actor=Actor.of(holder))
    refused = factories.dossier(S.REFUSED, org=org)
    answer: Any = cress.get(PAGE, {"q": "levee"})
    [dossiers] = [group for group in answer.context["groups"] if group.key == "labelling"]
    assert [hit.detail for hit in dossiers.hits] == [
        refused.reference,
        f"{over.reference}, label rendu",
    ]


def test_an_identifier_is_looked_for_as_such(cress: Client) -> None:
    org = factories.organisation("Les Jardins")
    factories.organisation(f"Les Amis de {org.siren}")
    siren = str(org.siren)
    assert found(cress, f"{siren[:3]} {siren[3:]}")["organisations"] == ["Les Jardins"]


def test_people_are_found_by_name_in_any_order_or_by_their_whole_address(cress: Client) -> None:
    org = factories.organisation("Les Jardins")
    person = factories.user("Zoé", "L’Hôpital", email="zoe@exemple.fr")
    factories.membership(person, org)
    for text in ("hopital", "zoe hop", "HÔPITAL Zoé", "Zoe@exemple.fr"):
        assert found(cress, text)["personnes"] == ["Zoé L’Hôpital"], text
    assert "personnes" not in found(cress, "exemple.fr")
    page = cress.get(PAGE, {"q": "hopital"}).text
    assert f'<a href="{org.get_absolute_url()}">Zoé L’Hôpital</a>' in page


def test_whoever_was_forgotten_is_found_no_more(cress: Client) -> None:
    person = factories.user("Zoé", "Oubli")
    erase_person(person)
    assert found(cress, "oubli") == {}
    assert found(cress, "efface") == {}


def test_a_team_member_is_named_with_their_place(cress: Client) -> None:
    assert found(cress, "guerin")["personnes"] == ["Sacha Guérin"]
    assert "instruction" in cress.get(PAGE, {"q": "guerin"}).text


def test_whoever_sits_is_named_with_the_committee(cress: Client) -> None:
    member = committees.committee().mandates[1].user
    answer: Any = cress.get(PAGE, {"q": member.email})
    (group,) = answer.context["groups"]
    assert [hit.detail for hit in group.hits] == ["siège au comité"]


def test_what_is_not_found_is_said_again(cress: Client) -> None:
    assert "Rien n’est trouvé pour «&nbsp;&lt;b&gt;&nbsp;»" in cress.get(PAGE, {"q": "<b>"}).text


def test_a_complaint_is_never_listed(cress: Client) -> None:
    org = factories.organisation("Visée")
    complaint = lodged(of=label(org, date(2024, 5, 2))).complaint
    name = org.name
    page = cress.get(PAGE, {"q": name}).text
    assert name in page
    assert complaint.get_absolute_url() not in page


def test_no_more_is_shown_than_a_first_ten(cress: Client) -> None:
    for rank in range(MOST + 2):
        factories.organisation(f"Commun {rank:02d}")
    answer: Any = cress.get(PAGE, {"q": "commun"})
    (group,) = answer.context["groups"]
    assert (len(group.hits), group.number) == (MOST, "10+")


@pytest.mark.parametrize("text", ["", "   ", "…", "%", "'\"*()", "\0", "@", "x" * 500, "2026-0001"])
def test_what_reads_as_nothing_finds_nothing(cress: Client, text: str) -> None:
    factories.dossier(S.SUBMITTED)
    assert cress.get(PAGE, {"q": text}).status_code == 200


def test_all_that_is_found_opens(cress: Client) -> None:
    review = reviews.opened()
    answer: Any = cress.get(PAGE, {"q": review.organisation.name})
    urls = [hit.url for group in answer.context["groups"] for hit in group.hits if hit.url]
    assert review.get_absolute_url() in urls
    assert {cress.get(url).status_code for url in urls} == {200}
