"""The calendar of renewals on its page: two years, and the labels of one month."""

from datetime import date

import pytest

from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.making import label
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PAGE = "/bureau/calendrier/"


def page(month: str = "") -> tuple[str, list[str]]:
    """The page, and the names that its list has."""
    query = {"mois": month} if month else {}
    answer = client_of(factories.instructor()).get(PAGE, query)
    assert answer.status_code == 200
    return answer.text, [row.name for row in answer.context["rows"]]


def ending(name: str, granted: date) -> Recognition:
    return label(factories.organisation(name), granted)


def test_two_years_are_shown_and_no_more() -> None:
    with making.day(TODAY):
        ending("Avril 2027", date(2024, 4, 20))
        ending("Février 2028", date(2025, 2, 20))
        ending("Mars 2028", date(2025, 3, 20))
        text, names = page()
    assert names == ["Avril 2027", "Février 2028"]
    assert text.count('<li class="is-hot">') == 2


@pytest.mark.parametrize("month", ["2027-04", "2027-13", "hier", "2031-01"])
def test_a_month_is_listed_and_any_other_word_is_no_filter(month: str) -> None:
    with making.day(TODAY):
        ending("Avril 2027", date(2024, 4, 20))
        ending("Mai 2027", date(2024, 5, 20))
        _, names = page(month)
    assert names == (["Avril 2027"] if month == "2027-04" else ["Avril 2027", "Mai 2027"])


def test_each_says_where_its_renewal_stands() -> None:
    with making.day(TODAY):
        org = factories.organisation("En cours")
        label(org, date(2024, 4, 20))
        factories.dossier("committed", org=org)
        ending("Sans rien", date(2024, 4, 21))
        text, _ = page()
    assert text.index("Dossier en cours") < text.index("Sans dossier")
