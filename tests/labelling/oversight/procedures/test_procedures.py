"""The procedures say what the law and the settings say on the day they are read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from directory.delays.catalogue import KNOWN
from directory.delays.enums import Unit
from labelling.oversight.procedures.chapters import CHAPTERS, Chapter, tell
from labelling.oversight.procedures.delays import WORDS, length_of
from labelling.oversight.reviews.models import ComplianceReview
from tests.delays import changed
from workflows.lifecycles import machine_of

pytestmark = pytest.mark.django_db
PAGE = "/procedures/"


def words(client: Client) -> str:
    text: str = client.get(PAGE).content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def test_another_delay_is_another_page(client: Client) -> None:
    assert "<b>15 jours</b> pour que l’organisation réponde" in words(client)
    changed("review_answer", 20, Unit.WORKING_DAY)
    changed("appeal_months", 7)
    changed("complaint_answer", 90, since=timezone.localdate() + timedelta(days=1))
    page = words(client)
    assert "<b>60 jours</b> pour vous donner une réponse" in page
    assert "<b>20 jours ouvrés</b> pour que l’organisation réponde" in page
    assert "<b>7 mois</b> pour contester" in page


def test_another_law_is_another_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = machine_of(ComplianceReview)
    refer = machine.transitions["refer"]
    law = replace(refer.law, label="Saisir le comité sans tarder", reasoned=False)
    monkeypatch.setitem(machine.transitions, "refer", replace(refer, law=law))
    page = words(client)
    assert "Saisir le comité sans tarder" in page
    assert refer.law.label not in page
    monkeypatch.setattr(refer.law.policy, "who", "une personne tirée au sort")
    assert "une personne tirée au sort" in words(client)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_a_chapter_leaves_no_state_and_no_move_out(chapter: Chapter) -> None:
    machine = machine_of(chapter.model)
    told = tell(chapter)
    assert {*map(str, chapter.path), *map(str, chapter.detours)} == {
        state.value for state in machine.states
    }
    moves = [t for t in machine.transitions.values() if t.target and t.sources != (t.target,)]
    assert [step.label for step in told.steps] == [move.law.label for move in moves]
    assert all(step.who for step in told.steps)


def test_every_delay_that_has_words_is_in_force() -> None:
    used = {key for chapter in CHAPTERS for key in chapter.lengths}
    assert used <= set(WORDS)
    assert used <= set(KNOWN)
    assert length_of("suspension_months") == "6\u00a0mois"
