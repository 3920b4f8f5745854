"""The calendar of renewals on its page: two years, and the labels of one month."""

from datetime import date

import pytest

from directory.recognitions.models import Recognition
from labelling.desk.renewals.feed import renewals_feed
from tests import factories
from tests.directory.making import label
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making
from tests.sanctions import suspend

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PAGE = "/bureau/calendrier/"


def page(month: str = "") -> tuple[str, list[str]]:
    """The page, and the names that its list has."""
    query = {"mois": month} if month else {}
    answer = client_of(factories.instructor()).get(PAGE, query)
    assert answer.status_code == 200
    return answer.text, [row.name for row in answer.context["page"].rows]


def ending(name: str, granted: date) -> Recognition:
    return label(factories.organisation(name), granted)


def test_two_years_are_shown_and_no_more() -> None:
    with making.day(TODAY):
        ending("Avril 2027", date(2024, 4, 20))
        ending("1er mars 2028", date(2025, 3, 1))
        ending("2 mars 2028", date(2025, 3, 2))
        ending("3 mars 2028", date(2025, 3, 3))
        text, names = page()
        _, of_the_last_month = page("2028-03")
        others = client_of(factories.instructor()).get("/bureau/renouvellements/")
        feed = renewals_feed(TODAY)
    assert names == ["Avril 2027", "1er mars 2028", "2 mars 2028"]
    assert of_the_last_month == names[1:]
    assert "jusqu’au 2\u00a0mars\u00a02028" in text
    assert text.count('<li class="is-hot">') == 2
    assert [row.recognition.organisation.name for row in others.context["rows"]] == names
    assert feed.count("BEGIN:VEVENT") == 3  # no session in time: the last days alone


def test_one_that_is_suspended_says_that_nobody_is_told() -> None:
    with making.day(TODAY):
        kept = ending("Suspendu", date(2024, 4, 20))
        suspend(kept, until=date(2026, 6, 1))
        text, names = page()
        other = client_of(factories.instructor()).get("/bureau/renouvellements/")
    assert names == ["Suspendu"]
    assert "suspendu&nbsp;: personne n’est prévenu" in text
    assert not other.context["rows"]
    assert "Ceux qui sont suspendus n’y sont pas" in other.text


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
