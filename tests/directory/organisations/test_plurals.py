"""A word is found in the singular and in the plural, whichever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.organisations.named import organisations_matching
from directory.organisations.plurals import beginnings, sought
from tests import factories


def finds(typed: str, written: str) -> bool:
    return written.startswith(beginnings(typed))


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("formation", "formations"),
        ("social", "sociaux"),
        ("territoriale", "territoriales"),
        ("travail", "travaux"),
        ("bureau", "bureaux"),
        ("enjeu", "enjeux"),
        ("process", "process"),
        ("ess", "ess"),
    ],
)
def test_either_finds_both(one: str, many: str) -> None:
    for typed in (one, many):
        assert finds(typed, one), typed
        assert finds(typed, many), typed


@pytest.mark.parametrize(("typed", "other"), [("ess", "es"), ("bus", "bureau"), ("aux", "al")])
def test_what_is_short_is_no_plural(typed: str, other: str) -> None:
    assert not finds(typed, other)


@given(st.text(alphabet="abcdefilnoqrstuvxz", min_size=1, max_size=12))
def test_a_word_always_finds_itself_and_its_plural(word: str) -> None:
    assert finds(word, word)
    assert finds(word, f"{word}s")
    assert all(beginnings(word))


def test_a_text_without_a_word_seeks_nothing() -> None:
    assert sought(" %_« ») ") == []


@pytest.mark.django_db
def test_both_engines_agree() -> None:
    names = ("Jeux et journaux locaux", "Le Journal local", "Ateliers")
    made = {factories.organisation(name).name for name in names}
    assert made == set(names)
    found = {
        typed: {item.name for item in organisations_matching(typed)}
        for typed in ("journaux", "journal local", "atelier", "ateliers", "jeu")
    }
    assert found == {
        "journaux": {names[0], names[1]},
        "journal local": {names[0], names[1]},
        "atelier": {names[2]},
        "ateliers": {names[2]},
        "jeu": {names[0]},
    }
