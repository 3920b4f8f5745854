"""What a version changed of the one before, in words that add up to both texts."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from directory.charters.changes import Change, changes_between
from tests.directory.making import accompanists_charter

words = st.lists(st.sampled_from(["agir", "avec", "loyauté", "chaque", "année"]), min_size=1)
lines = st.lists(words.map(" ".join), max_size=6)


def read(change: Change, kind: str) -> str:
    return "".join(run.text for run in change.words if run.kind in ("kept", kind))


def test_a_word_changed_in_a_line_is_all_that_is_marked() -> None:
    (change,) = changes_between(
        "Agir\n\nPresenter chaque année\n", "Agir\n\nPresenter chaque mois\n"
    )
    assert [(run.kind, run.text) for run in change.words] == [
        ("kept", "Presenter chaque "),
        ("removed", "année"),
        ("added", "mois"),
    ]


def test_bullets_and_blank_lines_are_no_change() -> None:
    assert changes_between("· un\n\n· deux\n", "- un\n- deux\r\n") == []


@given(lines, lines)
def test_what_is_told_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    """Taken line by line: what went and what came are each told once, and nothing else."""
    changes = changes_between("\n\n".join(old), "\n\n".join(new))
    gone = [read(change, "removed") for change in changes if read(change, "removed")]
    come = [read(change, "added") for change in changes if read(change, "added")]
    for text in {*old, *new}:
        assert old.count(text) - gone.count(text) == new.count(text) - come.count(text)


@pytest.mark.django_db
def test_the_page_of_a_charter_says_what_changed_and_how_many_signed() -> None:
    accompanists_charter(("à jour de", "en règle avec"))
    page = Client().get("/charte/accompagnateurs/").text
    assert "Les quatre groupes d’engagements" in page
    assert "<del>à jour de </del>" in page
    assert "Signée <b>0</b>&nbsp;fois" in page
    assert "/charte/accompagnateurs/1/" in page
    assert "Ce que cette version a changé" not in Client().get("/charte/accompagnateurs/1/").text
    answer = Client().get("/charte/accompagnateurs/2/texte/")
    assert "charte-accompagnateurs-version-2.txt" in answer["Content-Disposition"]
