"""What is said of a dossier, to whom it says it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from labelling.instruction.operations import answer_complement, request_complements
from notifications.words import words_of
from tests import factories
from tests.notifications.draining import events
from tests.notifications.reading import notice, read
from workflows.actors import Actor
from workflows.engine import perform
from workflows.outbox.events import Target
from workflows.outbox.notices import all_notices
from workflows.presentation.french import format_date

STATES = {
    "dossier.open": "draft",
    "dossier.sign_charter": "committed",
    "dossier.record_presentation": "presented",
    "dossier.submit": "submitted",
    "dossier.take_charge": "under_instruction",
    "dossier.reassign": "under_instruction",
    "dossier.request_complements": "to_complete",
    "dossier.resubmit": "under_instruction",
    "dossier.declare_admissible": "admissible",
    "dossier.enter_deliberation": "in_deliberation",
    "dossier.validate": "validated",
    "dossier.refuse": "refused",
    "dossier.appeal": "appealed",
    "dossier.withdraw": "withdrawn",
    "dossier.close_inactive": "closed",
    "dossier.remind_late": "closed",
}


# Elsewhere than on the dossier's own page: where one acts.
PAGES = {
    "Répondre aux compléments": "/dossiers/{pk}/complements/",
    "Écrire à la personne qui instruit": "/affaires/{pk}/messages/",
    "Inscrire le dossier à une séance": "/seances/",
    "Inscrire le recours à une séance": "/seances/",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "state"), STATES.items())
def test_what_is_said_of_a_dossier_leads_where_one_acts(name, state):
    dossier = factories.dossier(state)
    for words in read(name, dossier):
        expected = PAGES.get(words.action, "/dossiers/{pk}/")
        assert words.url == expected.format(pk=dossier.pk)


def test_every_event_of_a_dossier_is_read_here():
    told = {name for name in all_notices() if name.startswith("dossier.")}
    assert told - STATES.keys() == {"dossier.adjourn"}


@pytest.mark.django_db
def test_an_adjournment_says_why_and_until_when():
    dossier = factories.dossier("in_deliberation")
    actor = factories.decision(dossier, "adjourn")
    perform(dossier, "adjourn", actor=actor, reason="Préciser le plan d’actions.")
    [event] = events("dossier.adjourn")
    words = words_of(notice("dossier.adjourn", "dossier_adjourn"), Target.about(dossier, event))
    assert "> Préciser le plan d’actions." in words.details
    assert words.url == f"/dossiers/{dossier.pk}/complements/"
    assert "au plus tard le " in words.summary


@pytest.mark.django_db
def test_a_label_granted_comes_with_its_number_its_validity_and_its_page(settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr/"
    dossier = factories.dossier("validated")
    granted = dossier.recognitions.get()
    words = read("dossier.validate", dossier)[0]
    assert f"https://ose.exemple.fr{granted.get_absolute_url()}" in words.details
    assert f"Numéro du label\u00a0: {granted.number}" in words.details
    validity = f"du {format_date(granted.valid_from)} au {format_date(granted.valid_until)}"
    assert validity in words.details


@pytest.mark.django_db
def test_a_refusal_says_the_last_day_of_appeal():
    dossier = factories.dossier("refused")
    words = read("dossier.refuse", dossier)[0]
    assert dossier.appealable_until
    assert f"jusqu’au {format_date(dossier.appealable_until)} inclus" in words.details


@pytest.mark.django_db
def test_complements_are_listed_those_of_this_round_alone():
    dossier = factories.dossier("to_complete")
    first, person = dossier.complements.get(), Actor.of(factories.representative_of(dossier))
    answer_complement(dossier, complement_id=first.pk, answer="Voici.", actor=person)
    perform(dossier, "resubmit", actor=person)
    request_complements(
        dossier,
        items=[("practices", "Dater les pratiques."), ("", "Joindre le bilan.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(dossier.assignee),
    )
    [words] = read("dossier.request_complements", dossier)
    assert "- Pratiques existantes\u00a0: Dater les pratiques." in words.details
    assert "- Joindre le bilan." in words.details
    assert first.request not in words.details
