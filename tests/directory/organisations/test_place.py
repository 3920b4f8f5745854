"""Where an organisation is, as its pages say it."""

import pytest

from directory.organisations.models import Organisation
from tests import factories
from tests.directory.making import logged_in


@pytest.mark.parametrize(
    ("city", "place"), [("Nantes", "Nantes (44)"), ("", "Loire-Atlantique (44)")]
)
def test_a_department_alone_is_called_by_its_name(city: str, place: str) -> None:
    assert Organisation(city=city, department="44").place == place


@pytest.mark.django_db
@pytest.mark.parametrize(("city", "heading"), [("Nantes", "Commune"), ("", "Département")])
def test_its_page_names_no_commune_that_nobody_knows(city: str, heading: str) -> None:
    organisation = factories.organisation(city=city, department="44")
    page = logged_in(factories.instructor()).get(organisation.get_absolute_url()).text
    [other] = {"Commune", "Département"} - {heading}
    assert f"<div><dt>{heading}</dt>" in page
    assert f"<div><dt>{other}</dt>" not in page
