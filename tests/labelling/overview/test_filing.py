"""The answers are read again before they are filed; then the filing is acknowledged."""

import pytest
from django.utils import timezone

from directory.delays.in_force import delay
from directory.memberships.enums import MembershipRole
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.labelling.browsing import client_of, location, url
from workflows.actors import Actor
from workflows.engine import perform
from workflows.presentation.french import format_date, format_long_date

pytestmark = pytest.mark.django_db

PRINCIPLES = ("questioning", "stakeholders", "practices", "action_plan", "accessibility")


def ready() -> tuple[Dossier, User]:
    dossier = factories.dossier(S.PRESENTED)
    person = factories.representative_of(dossier)
    factories.fill(dossier, person)
    return dossier, person


def contributor_to(dossier: Dossier) -> User:
    someone = factories.user("Noa", "Petit")
    factories.membership(someone, dossier.organisation, MembershipRole.CONTRIBUTOR)
    return someone


def test_the_dossier_leads_to_its_answers_and_no_longer_files_at_one_press() -> None:
    dossier, person = ready()
    page = client_of(person).get(dossier.get_absolute_url()).text
    assert f'href="{url("check", dossier)}">Vérifier et déposer</a>' in page
    assert url("transition", dossier, "submit") not in page


def test_each_answer_is_there_with_the_way_to_change_it() -> None:
    dossier, person = ready()
    page = client_of(person).get(url("check", dossier)).text
    for key in (*PRINCIPLES, "presentation"):
        assert url("principle", dossier, key) in page
    assert url("commitments", dossier) in page
    for text in dossier.evidence.values_list("text", flat=True):
        assert text in page
    assert dossier.commitments in page
    for file in dossier.attachments.all():
        assert file.name in page


def test_what_filing_does_is_said_before_its_button() -> None:
    dossier, person = ready()
    page = client_of(person).get(url("check", dossier)).text
    due = format_date(delay("admissibility").after(timezone.localdate()))
    said, button = page.index(f"au plus tard le {due}"), page.index("Déposer le dossier</button>")
    assert said < button
    assert page.index("Vos textes et vos pièces ne se modifient plus") < button


def test_who_may_not_file_reads_the_answers_and_who_may() -> None:
    dossier, _ = ready()
    page = client_of(contributor_to(dossier)).get(url("check", dossier)).text
    assert url("transition", dossier, "submit") not in page
    assert "Seules les personnes qui représentent la structure" in page
    assert "Dominique Lebreton" in page


@pytest.mark.parametrize("state", [S.DRAFT, S.COMMITTED, S.PRESENTED])
def test_what_is_missing_is_listed_and_the_button_inert(state: str) -> None:
    dossier = factories.dossier(state)
    page = client_of(factories.representative_of(dossier)).get(url("check", dossier)).text
    assert "Ce qui manque avant le dépôt" in page
    assert url("commitments", dossier) in page
    assert url("transition", dossier, "submit") not in page


def test_the_filing_is_acknowledged_with_its_number_and_what_comes_next() -> None:
    dossier, person = ready()
    client = client_of(person)
    answer = client.post(url("transition", dossier, "submit"), {"expected": dossier.state})
    assert location(answer) == url("receipt", dossier)
    page = client.get(url("receipt", dossier)).text
    dossier.refresh_from_db()
    assert f"D-{timezone.localdate().year}-0001" == dossier.reference
    assert dossier.reference in page
    assert dossier.instruction_due_on is not None
    assert "Dominique Lebreton" in page
    assert format_long_date(dossier.instruction_due_on) in page


@pytest.mark.breaks_history
def test_the_receipt_keeps_the_day_that_was_promised() -> None:
    dossier, person = ready()
    perform(dossier, "submit", actor=Actor.of(person))
    promised = dossier.instruction_due_on
    assert promised is not None
    Dossier.objects.filter(pk=dossier.pk).update(
        instruction_due_on=delay("complements").after(promised)
    )
    assert format_long_date(promised) in client_of(person).get(url("receipt", dossier)).text


def test_each_page_is_the_other_before_and_after() -> None:
    dossier, person = ready()
    client = client_of(person)
    assert location(client.get(url("receipt", dossier))) == url("check", dossier)
    perform(dossier, "submit", actor=Actor.of(person))
    assert location(client.get(url("check", dossier))) == url("receipt", dossier)


def test_a_dossier_given_up_before_its_filing_has_only_its_page() -> None:
    dossier, person = ready()
    perform(dossier, "withdraw", actor=Actor.of(person), reason="Plus tard.")
    client = client_of(person)
    assert location(client.get(url("check", dossier))) == dossier.get_absolute_url()


@pytest.mark.parametrize(
    ("state", "name", "said"),
    [
        (S.DRAFT, "sign", "elle ne s’efface pas"),
        (S.PRESENTED, "withdraw", "ce dossier ne se rouvre pas"),
        (S.REFUSED, "appeal", "ne se modifient plus une fois envoyés"),
    ],
)
def test_what_cannot_be_undone_says_so_first(state: str, name: str, said: str) -> None:
    factories.charter_version()
    dossier = factories.dossier(state)
    page = client_of(factories.representative_of(dossier)).get(url(name, dossier)).text
    assert page.index(said) < page.index("</button>", page.index(said))
