import pytest
from tests import factories
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

def test_it(person):
    who = person()
    who.go("/")
    print(who.page.title(), who.page.url)
    u = factories.representative()
    who.hold_session(u)
    who.go("/")
    print(who.page.title(), who.page.url)
    who.shoot("home")
    who.page.wait_for_timeout(500)
