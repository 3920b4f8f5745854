"""The procedures say what the law and the settings say on the day they are read."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from labelling.oversight.procedures.chapters import CHAPTERS, Chapter, tell
from labelling.oversight.procedures.delays import WORDS, length_of
from workflows.lifecycles import machine_of

pytestmark = pytest.mark.django_db
PAGE = "/procedures/"


def words(client: Client) -> str:
    text: str = client.get(PAGE).content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def test_another_delay_is_another_page(client: Client, settings: Any) -> None:
    assert "<b>15 jours</b> pour que l’organisation réponde" in words(client)
    settings.OSE_DELAYS = {**configured.OSE_DELAYS, "review_answer": 1, "appeal_months": 7}
    page = words(client)
    assert "<b>1 jour</b> pour que l’organisation réponde" in page
    assert "<b>7 mois</b> pour contester" in page


def test_another_law_is_another_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = machine_of(CHAPTERS[0].model)
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
    in_force = set(configured.OSE_DELAYS)
    used = {key for chapter in CHAPTERS for key in chapter.lengths}
    assert used <= set(WORDS)
    assert used <= in_force
    assert length_of("suspension_months") == "6\u00a0mois"
