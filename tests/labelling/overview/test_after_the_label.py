"""What an organisation is told once what it was granted is not valid, or not yet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from labelling.dossiers.enums import Approach
from labelling.dossiers.operations import open_dossier
from tests import sanctions
from tests.directory.making import noon
from tests.labelling.browsing import client_of
from tests.labelling.referencing import making as referencings
from tests.labelling.renewal import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.presentation.french import format_date
from workflows.presentation.links import case_url

pytestmark = pytest.mark.django_db

LABELLED = "Votre structure est labellisée OSE"
LISTED = "Votre organisation est référencée"


def listed() -> Recognition:
    return Recognition.objects.get(case=referencings.referencing("validated").pk)


def told(held: Recognition) -> str:
    """The page of what it was granted for, as its holder reads it."""
    return client_of(making.holder(held)).get(case_url(held.case)).text


def at_home(held: Recognition) -> str:
    return client_of(making.holder(held)).get(reverse("home")).text


def renounced(held: Recognition) -> Recognition:
    return perform(held, "renounce", actor=Actor.of(making.holder(held)), reason="Essai.")


def test_while_it_is_valid_it_is_said_so() -> None:
    assert LABELLED in told(making.labelled())
    assert LISTED in told(listed())


def test_a_label_that_was_given_back_is_said_to_be_over_and_the_logo_goes() -> None:
    held = renounced(making.labelled())
    today = format_date(timezone.localdate())
    for page in (told(held), at_home(held)):
        assert LABELLED not in page
        assert f"Vous avez renoncé au label {held.number} le {today}." in page
        assert "Retirez le logo OSE" in page
        assert reverse("labelling:open", args=[held.organisation_id]) in page


def test_a_label_past_its_last_day_has_ended_before_the_tick_says_so() -> None:
    held = making.labelled()
    with making.after_end(held):
        for _ in range(2):
            page = at_home(held)
            assert LABELLED not in page
            ended = format_date(held.valid_until)
            assert f"Le label {held.number} a expiré le {ended}." in page
            assert "Retirez le logo OSE" in page
            apply_time(timezone.now())


def test_a_suspended_label_says_until_when_and_leads_to_its_review() -> None:
    held = sanctions.suspend(making.labelled())
    until, review = held.suspension_due_on, held.sanction
    assert until
    assert review
    for page in (told(held), at_home(held)):
        assert LABELLED not in page
        assert "Votre label est suspendu" in page
        assert f"au plus tard jusqu’au {format_date(until)}" in page
        assert "retirez le logo OSE" in page
        assert f'href="{case_url(review)}">Lire le contrôle</a>' in page


def test_a_label_that_was_withdrawn_leads_to_why() -> None:
    held = sanctions.withdraw(sanctions.suspend(making.labelled()))
    review = held.sanction
    assert review
    page = told(held)
    assert LABELLED not in page
    assert f"Le label {held.number} a été retiré le" in page
    assert f'href="{case_url(review)}">Lire le contrôle</a>' in page


def test_a_renewal_that_has_not_begun_stands_beside_the_label_of_today() -> None:
    held = making.labelled()
    with making.before_end(held, 2):
        following = making.labelled(held.organisation)
        page = at_home(following)
        assert LABELLED not in page
        assert "Votre prochain label est accordé" in page
        until = format_date(held.valid_until)
        assert f"D’ici là, vous avez le label {held.number}, valable jusqu’au {until}." in page
        former = told(held)
        assert LABELLED in former
        assert f"Il est renouvelé\u00a0: {following.number} prend la suite le" in former
    apply_time(noon(held.valid_until))
    with making.day(held.valid_until + timedelta(days=1)):
        assert LABELLED in at_home(following)
        former = told(held)
        assert "Votre label a été renouvelé" in former
        assert f"Un autre a pris la suite\u00a0: {following.number}, valable jusqu’au" in former
        assert f'href="{case_url(following.case)}"' in former


def test_a_listing_is_told_the_same() -> None:
    held = sanctions.suspend(listed())
    page = told(held)
    assert LISTED not in page
    assert "Votre référencement est suspendu" in page
    assert "Suspendu" in at_home(held)
    renounced(held)
    page = told(held)
    assert "Vous avez renoncé au référencement" in page
    assert "ne peut plus se dire référencée" in page
    assert "Rendu" in at_home(held)


def listed_as(held: Recognition) -> str:
    """What « Mes dossiers » says of the dossier that it was granted for."""
    page = client_of(making.holder(held)).get(reverse("labelling:list")).text
    row = page.partition(f'href="{case_url(held.case)}"')[2]
    return words_of(row.partition('data-label="État">')[2].partition("</td>")[0])


def words_of(html: str) -> str:
    return " ".join(strip_tags(html).split())


def test_a_past_dossier_is_listed_as_what_became_of_its_label() -> None:
    held = making.labelled()
    assert listed_as(held) == "Validé"
    with making.after_end(held):
        assert listed_as(held) == "Expiré"
    sanctions.suspend(held)
    assert listed_as(held) == "Suspendu"


def test_beside_another_at_home_it_says_so_too() -> None:
    held = making.labelled()
    person = making.holder(held)
    renounced(held)
    open_dossier(
        organisation=held.organisation,
        approach=Approach.ESS_PRATIQUES,
        framework=None,
        actor=Actor.of(person),
    )
    others = at_home(held).partition('id="autres"')[2].partition("</section>")[0]
    assert f'href="{case_url(held.case)}"' in others
    assert words_of(others.partition('class="due">')[2].partition("</li>")[0]) == "Rendu"
