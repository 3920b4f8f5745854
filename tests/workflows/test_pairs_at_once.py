"""Actions around one object meet in mid-act: one truth is left, and the proof accuses nobody."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest
from django.db import transaction

from tests.product import product_lifecycles
from tests.racing import Overlap
from tests.scenes import SCENES, Scene
from workflows.lifecycles import machine_of
from workflows.proof.report import all_parts
from workflows.verdicts import Refusal


def pairs(scene: Scene, names: list[str]) -> Iterator[tuple[str, str]]:
    """Both orders where that is soon done; elsewhere each pair once, either one first.

    Where one act is new, the pairs that it is in.
    """
    if scene.about:
        new = next(name for name in names if name.startswith(scene.about))
        for rank, other in enumerate(names):
            yield (new, other) if rank % 2 else (other, new)
        return
    if scene.quick:
        yield from product(names, repeat=2)
        return
    for rank, (one, other) in enumerate(combinations_with_replacement(names, 2)):
        yield (one, other) if rank % 2 else (other, one)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_two_acts_at_once_leave_a_proof_that_holds(scene: Scene) -> None:
    """Deadlocks and other errors raise; a refusal is an answer."""
    with transaction.atomic():
        them = scene.make()
        names = list(scene.acts(them))
    with Overlap() as overlap:
        for first, second in pairs(scene, names):
            # One commit for all that a scene needs: it is most of what a scene costs.
            with transaction.atomic():
                if them is None:
                    them = scene.make()
                acts = scene.acts(them)
            done = overlap.run(acts[first], acts[second])
            untouched = all(isinstance(result, Refusal) for result in done)
            if not untouched and not scene.stands(them):
                them = None
    found = [problem for part in all_parts() for problem in part.problems]
    assert found == []


@pytest.mark.services
@pytest.mark.django_db
def test_the_scenes_try_every_transition_of_every_lifecycle() -> None:
    tried = {
        name for scene in SCENES for key in scene.acts(scene.make()) for name in key.split("+")
    }
    law = {
        f"{model._meta.model_name}.{name}"
        for model in product_lifecycles()
        for name in machine_of(model).transitions
    }
    assert law - tried == set()
