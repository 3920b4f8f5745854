"""« Vérifier »: a label's number leads anyone to its page, a dossier's those whom it concerns."""

from urllib.parse import quote

import pytest
from django.test import Client

from directory.people.models import User
from directory.register.numbers import OF_A_CASE, UNKNOWN
from labelling.dossiers.models import Dossier
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier() -> Dossier:
    return factories.dossier("validated")


@pytest.fixture
def number(dossier: Dossier) -> str:
    assert dossier.reference
    return dossier.reference


def verify(typed: str, user: User | None = None) -> tuple[int, str]:
    """The status of the answer, and where it leads, or what it says."""
    client = Client()
    if user is not None:
        client.force_login(user)
    answer = client.get("/verifier/", {"code": typed})
    if answer.status_code == 302:
        return 302, answer["Location"]
    return answer.status_code, answer.context["form"].errors["code"][0]


def test_a_label_leads_anyone_to_its_page(dossier: Dossier) -> None:
    label = dossier.recognitions.get()
    for typed in (label.number, label.number.lower().replace("-", " ")):
        assert verify(typed) == (302, label.get_absolute_url())
        assert verify(typed, factories.user()) == (302, label.get_absolute_url())


def test_a_dossier_leads_those_who_may_read_it_to_its_page(dossier: Dossier, number: str) -> None:
    for person in (factories.representative_of(dossier), factories.instructor()):
        for typed in (number, number.lower().replace("-", " ")):
            assert verify(typed, person) == (302, dossier.get_absolute_url())


def test_nobody_else_learns_whether_a_dossier_bears_the_number(number: str) -> None:
    for person in (None, factories.user(), factories.representative()):
        for typed in (number, "D-1999-0001"):
            assert verify(typed, person) == (404, OF_A_CASE)


def test_the_page_of_a_label_says_the_same_of_a_dossier_s_number(number: str) -> None:
    for typed in (number, "D-1999-0001"):
        answer = Client().get(f"/registre/{typed}/")
        assert answer.status_code == 404
        assert answer.context["form"].errors["code"] == [OF_A_CASE]


def test_whoever_signs_in_to_open_a_dossier_comes_back_to_its_number(number: str) -> None:
    page = Client().get("/verifier/", {"code": number.lower()}).text
    back = quote(f"/verifier/?code={number}")
    assert f'href="/compte/login/?next={back}"' in page
    assert "Connectez-vous" not in Client().get("/verifier/", {"code": "OSE-1999-0001"}).text


@pytest.mark.parametrize("typed", ["OSE-1999-0001", "D-99-0001", "XYZ-2026-0001", "D"])
def test_what_looks_like_no_number_of_ours_is_unknown(typed: str) -> None:
    assert verify(typed) == (404, UNKNOWN)
