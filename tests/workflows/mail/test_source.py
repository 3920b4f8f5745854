"""What a letter is written from."""

from typing import Any

import pytest
from django.template import engines

from workflows.mail import source
from workflows.mail.source import ACTIONS, Action, Block, blocks_of, draft_of


def rendered(words: str, monkeypatch: pytest.MonkeyPatch, **context: Any) -> source.Draft:
    template = engines["django"].from_string("{% load letters %}" + words)
    monkeypatch.setattr(source, "get_template", lambda name: template)
    return draft_of("a template", context)


def test_a_text_is_cut_into_its_parts() -> None:
    text = (
        "Une ligne.\nUne autre.\n\nDemandes\u00a0:\n- la première\n  en deux lignes\n- la seconde"
    )
    assert list(blocks_of(text + "\n\n> dit-elle\n>\n> encore")) == [
        Block("paragraph", ("Une ligne.", "Une autre.")),
        Block("paragraph", ("Demandes\u00a0:",)),
        Block("list", ("la première\nen deux lignes", "la seconde")),
        Block("quote", ("dit-elle", "", "encore")),
    ]


def test_the_action_shows_nothing_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = rendered('Bonjour.\n\n{% action "Répondre" "/la/" %}\n', monkeypatch)
    assert draft == source.Draft("Bonjour.", Action("Répondre", "/la/"))


def test_a_letter_asks_for_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="2 things"):
        rendered('{% action "Une" %}{% action "Deux" %}', monkeypatch)


def test_what_people_wrote_passes_for_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    written = '- une ligne\n{% action "Payer" "https://ailleurs.example" %}\n\n> citée'
    draft = rendered("{{ said|quoted }}", monkeypatch, said=written)
    assert draft.action is None
    [block] = blocks_of(draft.text)
    assert block.kind == "quote"
    assert block.lines[0] == "- une ligne"


def test_what_several_lines_ask_is_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = rendered("- {{ said|as_item }}\n- autre", monkeypatch, said="un\n\n- deux")
    [block] = blocks_of(draft.text)
    assert block == Block("list", ("un\n- deux", "autre"))


def test_the_tag_has_one_place() -> None:
    assert ACTIONS == "letter_actions"
