"""A search by words answers as its definition does, on either engine and either way of reading."""

from unittest import mock

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from directory.organisations import indexing, named
from directory.organisations.folding import FOLDED_FROM, fold
from directory.organisations.indexing import with_words
from directory.organisations.models import Organisation
from directory.organisations.named import Named, organisations_matching
from tests import factories
from tests.examples import examples
from workflows.actors import Actor
from workflows.engine import amend

# Few letters, so that words meet; marks, symbols and ligatures, so that they are cut and folded.
NAMES = st.text(alphabet="aàÀbB œŒß’-_%\\'\"*:&★ 1", min_size=1, max_size=12)
ANY = st.text(alphabet=FOLDED_FROM + "abc019 œÆ★日", max_size=20)


def matches(name: str, typed: str) -> bool:
    """What a search is: each word typed begins a word of the name."""
    words = fold(name).split()
    asked = fold(typed).split()
    return bool(asked) and all(any(word.startswith(part) for word in words) for part in asked)


def found_by(typed: str) -> set[str]:
    return {organisation.name for organisation in organisations_matching(typed)}


class SearchTest(TestCase):
    """Not functions: hypothesis needs a transaction per example."""

    @settings(max_examples=examples(40))
    @given(
        names=st.lists(NAMES, min_size=1, max_size=5, unique=True),
        typed=NAMES,
        bounds=st.sampled_from([(1_000, 64), (1_000, -1), (0, 64)]),
    )
    def test_it_finds_what_its_definition_says(
        self, names: list[str], typed: str, bounds: tuple[int, int]
    ) -> None:
        """Whether a handful have the words, or a few, or many."""
        for name in names:
            factories.organisation(name)
        few, handful = bounds
        with mock.patch.object(named, "FEW", few), mock.patch.object(indexing, "HANDFUL", handful):
            assert found_by(typed) == {name for name in names if matches(name, typed)}

    @settings(max_examples=examples(40))
    @given(name=ANY)
    def test_the_column_is_what_python_folds(self, name: str) -> None:
        made = factories.organisation(name or "x")
        assert Organisation.objects.values_list("folded_name", flat=True).get(pk=made.pk) == fold(
            made.name
        )


@pytest.mark.django_db
@pytest.mark.breaks_history
def test_a_new_name_is_found_and_the_old_one_is_not() -> None:
    made = factories.organisation("Le Grain commun")
    amend(made, action="amend", actor=Actor.system("tests"), at=made.registered_at, name="L’Épi")
    assert found_by("epi") == {"L’Épi"}
    assert found_by("grain") == set()
    # Whoever writes: the database keeps it.
    Organisation.objects.filter(pk=made.pk).update(name="La Meule")
    assert found_by("meule") == {"La Meule"}
    assert found_by("epi") == set()


@pytest.mark.django_db
def test_words_come_in_any_order_and_numbers_stand_alone() -> None:
    made = factories.organisation("Théâtre de la Levée")
    assert found_by("leve theat") == {made.name}
    assert found_by("heatre") == set()
    assert found_by("") == found_by("%") == set()
    siren = str(made.siren)
    assert found_by(f"{siren[:3]} {siren[3:]}") == {made.name}
    assert found_by(f"{siren}00017") == {made.name}


@pytest.mark.breaks_history
@pytest.mark.django_db
def test_rare_words_are_looked_up_in_their_index() -> None:
    """On SQLite, whose plan is the same at any size: PostgreSQL reads a small table whole."""
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL chooses by size")
    plan = with_words(Organisation.objects.order_by(), "folded_name", [("levee",)]).explain()
    assert "VIRTUAL TABLE INDEX" in plan
    assert "SCAN directory_organisation\n" not in plan


@pytest.mark.django_db
def test_what_is_many_is_told() -> None:
    for name in ("Coop A", "Coop B"):
        factories.organisation(name)
    with mock.patch.object(named, "FEW", 1):
        assert Named.look_up("coop").many
        assert not Named.look_up("coop b").many
