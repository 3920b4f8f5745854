"""The pages of whoever watches the scheme, and of what watching leaves: axe finds nothing."""

import pytest

from directory.impartiality.enums import Measure
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import look_at
from tests.directory.making import interest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_register_of_impartiality(person: NewPerson) -> None:
    made = interest(factories.user("Lise", "Hamon"), factories.organisation("Les Jardins"))
    interest(factories.organisation("La Fondatrice"), None, Measure.DISCLOSURE)
    keeper = person().hold_session(factories.manager())
    page = f"/impartialite/{made.pk}/"
    look_at(
        keeper,
        [
            "/impartialite/",
            "/impartialite/?clos=1",
            "/impartialite/declarer/",
            f"{page}reexaminer/",
            f"{page}clore/",
            "/equipe/",
        ],
    )
    monitor = person().hold_session(factories.monitor())
    look_at(monitor, ["/impartialite/"])
