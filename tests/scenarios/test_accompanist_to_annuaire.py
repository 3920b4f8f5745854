"""One story, in a browser, from an account to the annuaire."""

import pytest
from django.core.management import call_command

from directory.charters import demo_charter
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import with_account
from tests.browser.serving import Site
from tests.committee import making
from tests.scenarios import accompanist_acts, committee_acts, cress_acts, structure_acts

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

DOMINIQUE = "dominique@exemple.fr"


def test_an_accompanist_comes_to_be_listed(person: NewPerson, site: Site) -> None:
    path = str(demo_charter.OF_ACCOMPANISTS.path)
    call_command("load_charter", path, "--charter", "accompanists", "--in-force")
    sacha = person().sign_in(with_account(factories.instructor()).email)
    dominique = person()
    dominique.go("/compte/signup/")
    structure_acts.sign_up(dominique, "Dominique", "Lebreton", DOMINIQUE)
    structure_acts.declare(dominique, factories.siren())
    cress_acts.confirm_representative(sacha, "Dominique Lebreton")

    accompanist_acts.start(dominique)
    accompanist_acts.describe(dominique)
    accompanist_acts.train(dominique)
    accompanist_acts.refer(dominique)
    accompanist_acts.engage(dominique)
    number = accompanist_acts.sign_and_file(dominique)
    assert number in str(site.letter(DOMINIQUE, "Accusé de réception").body)

    accompanist_acts.instruct(sacha, number)
    made = making.committee(5)
    users = [with_account(mandate.user) for mandate in made.mandates]
    charlie = person().sign_in(with_account(made.director).email)
    url = cress_acts.plan_session(charlie, chair=users[0].get_full_name())
    members = [person().sign_in(user.email) for user in users]
    listing = committee_acts.deliberate(members, url, series="ACC")
    accompanist_acts.read_as_committee(members[0])
    assert listing in str(site.letter(DOMINIQUE, "accordé").body)
    accompanist_acts.find_in_annuaire(person(), listing)
    site.settled()
    call_command("verify_history")
