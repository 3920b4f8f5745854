"""`/verifier/<code>/`, where a certificate leads: what the label is worth today."""

import pytest
from django.test import Client
from django.urls import reverse

from directory.recognitions.codes import new_code, shown
from directory.recognitions.models import Recognition
from directory.register.verification import MISCOPIED, UNKNOWN_CODE
from tests import factories, sanctions

pytestmark = pytest.mark.django_db


@pytest.fixture
def label() -> Recognition:
    return factories.dossier("validated").recognitions.get()


def at(code: str) -> str:
    return reverse("directory:verify_code", args=[code])


def miscopied(code: str) -> str:
    return ("2" if code[0] == "1" else "1") + code[1:]


def test_a_code_says_what_the_label_is_worth_today(label: Recognition) -> None:
    client = Client()
    for typed in (label.code, shown(label.code).lower()):
        answer = client.get(at(typed))
        assert answer.status_code == 200
        assert "Ce label est valide" in answer.text
        assert label.number in answer.text
    sanctions.suspend(label, reason="Plus aucune preuve depuis un an.")
    assert "Ce label est suspendu" in client.get(at(label.code)).text
    sanctions.withdraw(label, reason="Rien n’est venu.")
    assert "Ce label a été retiré" in client.get(at(label.code)).text


def test_a_code_typed_in_verify_leads_there(label: Recognition) -> None:
    answer = Client().get("/verifier/", {"code": f" {shown(label.code).lower()} "})
    assert (answer.status_code, answer["Location"]) == (302, at(label.code))


def test_a_slip_of_the_finger_is_said_to_be_one(label: Recognition) -> None:
    typed = miscopied(label.code)
    for answer in (Client().get("/verifier/", {"code": typed}), Client().get(at(typed))):
        assert answer.status_code == 422
        assert answer.context["form"].errors["code"] == [MISCOPIED]
        assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize("typed", ["x", "é" * 9, "\x00", "-" * 9, "1" * 10_000])
def test_what_is_no_code_is_unknown(typed: str) -> None:
    answer = Client().get(at(typed))
    assert answer.status_code == 404
    assert UNKNOWN_CODE in answer.context["form"].errors["code"]


def test_codes_are_not_guessed_in_series(label: Recognition) -> None:
    client = Client()
    for _ in range(20):
        assert client.get(at(miscopied(label.code))).status_code == 422
        assert client.get(at(label.code)).status_code == 200
        assert client.get(at(new_code())).status_code == 404
    assert {client.get(at(code)).status_code for code in (new_code(), label.code)} == {429}
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.get(at(label.code)).status_code == 200


def test_its_cost_is_bounded(label: Recognition, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(8):
        Client().get(at(label.code))
