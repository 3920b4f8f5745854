"""Acts meet in mid-act, two by two: one truth is left, and the proof accuses nobody."""

from collections.abc import Iterator
from itertools import product, zip_longest
from math import ceil
from typing import Any

import pytest
from django.db import connection, transaction

from tests.racing import Overlap, attempt
from tests.rewinding import Rewind
from tests.scenes import THEMES
from tests.scenes.coverage import Pair, all_pairs, models_of, why_apart
from tests.scenes.scene import Acts, Scene, actions_of
from workflows.lifecycles import Transition
from workflows.proof import chains
from workflows.proof.report import all_parts
from workflows.proof.roles import breaks_of_role

# In a round every world tries one pair, then the proof is read: it costs more than a pair does.
ROUNDS = 40
World = tuple[Scene, Acts, list[Pair]]


def worlds_of(scene: Scene) -> Iterator[World]:
    """Enough worlds of `scene` for its pairs, each with its acts and the pairs that it tries."""
    first = scene.make()
    pairs = list(scene.pairs(first))
    count = ceil(len(pairs) / ROUNDS)
    for rank, sides in enumerate([first, *(scene.make() for _ in range(count - 1))]):
        yield scene, {**sides[0], **sides[-1]}, pairs[rank::count]


def try_alone(scene: Scene, acts: Acts, rewind: Rewind) -> None:
    """Each act goes through what its name tells: a pair that tries nothing would prove nothing."""
    for name, act in acts.items():
        attempt(act)
        done = set(rewind.done())
        rewind.back()
        assert name in scene.refused or set(actions_of(name)) <= done, (scene.name, name, done)


class RolesOnce:
    """Asks of each row, once, whether its actor could act then: what is past stays as it was.

    A row is known by its digest, which is recomputed at every reading.
    """

    def __init__(self) -> None:
        self._proven: set[str] = set()

    def __call__(self, law: Transition | None, before: Any, row: Any) -> Iterator[str]:
        if row.digest in self._proven:
            return
        found = list(breaks_of_role(law, before, row))
        if not found:
            self._proven.add(row.digest)
        yield from found


def actions_tried(worlds: list[World]) -> set[Pair]:
    """The pairs of actions that the acts go through, each in alphabetical order."""
    return {
        (min(met), max(met))
        for _, _, pairs in worlds
        for first, second in pairs
        for met in product(actions_of(first), actions_of(second))
    }


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", THEMES)
def test_two_acts_at_once_leave_a_proof_that_holds(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deadlocks and other errors raise; a refusal is an answer."""
    # What is read here is small: a cursor kept by the server only adds statements.
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    monkeypatch.setattr(chains, "breaks_of_role", RolesOnce())
    scenes, owed = THEMES[theme].scenes, THEMES[theme].owes.split()
    with transaction.atomic():
        worlds = [world for scene in scenes for world in worlds_of(scene)]
    tried = actions_tried(worlds)
    missing = [pair for pair in all_pairs() if models_of(pair) in owed and pair not in tried]
    assert [pair for pair in missing if not why_apart(*pair)] == []

    with Rewind() as rewind, Overlap() as overlap:
        for scene, acts in {scene: acts for scene, acts, _ in worlds}.items():
            try_alone(scene, acts, rewind)
        for round_ in zip_longest(*(pairs for _, _, pairs in worlds)):
            met = [(world, pair) for world, pair in zip(worlds, round_, strict=True) if pair]
            for (_, acts, _), (first, second) in met:
                overlap.run(acts[first], acts[second])
            found = [str(problem) for part in all_parts() for problem in part.problems]
            assert found == [], [(scene.name, pair) for (scene, _, _), pair in met]
            rewind.back()


def test_every_pair_of_actions_is_owed_by_a_theme_or_told_apart() -> None:
    owed = {couple for theme in THEMES.values() for couple in theme.owes.split()}
    found = [pair for pair in all_pairs() if models_of(pair) not in owed]
    assert [pair for pair in found if not why_apart(*pair)] == []
