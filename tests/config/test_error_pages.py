"""What Django itself refuses or fails at has a page of ours, in French."""

import pytest
from django.template.loader import render_to_string
from django.test import Client


def test_a_host_that_is_not_ours_is_a_bad_request(client: Client) -> None:
    page = client.get("/registre/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "Cette demande n’a pas pu être lue" in page.text
    assert "Rien n’a été enregistré" in page.text


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_page_of_an_error_needs_nothing(template: str) -> None:
    html = render_to_string(template)
    assert "undefined" not in html
    assert 'lang="fr"' in html
    assert "Revenir à l’accueil" in html
