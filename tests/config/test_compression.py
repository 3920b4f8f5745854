import gzip

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

GZIP = {"Accept-Encoding": "gzip"}


def test_a_page_of_the_public_travels_compressed(client: Client) -> None:
    factories.dossier("validated")
    plain = client.get("/registre/")
    small = client.get("/registre/", headers=GZIP)
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert "Accept-Encoding" in small["Vary"]


def test_what_the_public_typed_comes_back_compressed_beside_no_secret(client: Client) -> None:
    found = client.get("/registre/?q=mot", headers=GZIP)
    assert found["Content-Encoding"] == "gzip"
    assert b"csrfmiddlewaretoken" not in gzip.decompress(found.content)


@pytest.mark.parametrize("path", ["/registre/?q=mot", "/taches/", "/compte/email/", "/charte/"])
def test_a_page_of_somebody_signed_in_keeps_its_length(client: Client, path: str) -> None:
    client.force_login(factories.user())
    page = client.get(path, headers=GZIP)
    assert page.status_code == 200
    assert "Content-Encoding" not in page


def test_a_page_with_the_token_of_a_form_keeps_its_length(client: Client) -> None:
    for visit in ("first", "with the cookie"):
        page = client.get("/compte/login/?next=/mot/", headers=GZIP)
        assert b"csrfmiddlewaretoken" in page.content, visit
        assert "Content-Encoding" not in page, visit
