"""The whole proof in one reading: of one moment, to its end, everything named."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.proof import problems
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from tests.workflows.proof import forgeries
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Counter
from workflows.proof.report import all_parts

pytestmark = pytest.mark.django_db
breaks = pytest.mark.breaks_history


@breaks
def test_everything_that_is_broken_is_named_or_the_first_alone() -> None:
    expected = [
        forgeries.an_invented_transition(),
        forgeries.another_target_than_the_law_says(),
        "ce numéro manque",
    ]
    Counter.objects.update(last=9)
    found = problems()
    for one in expected:
        assert any(one in problem for problem in found)
    assert problems("--first") == found[:1]


@breaks
def test_what_is_broken_is_told_in_words_as_well() -> None:
    expected = forgeries.an_invented_transition()
    said, wrong = StringIO(), StringIO()
    with pytest.raises(CommandError, match="Problèmes"):
        call_command("verify_history", stdout=said, stderr=wrong)
    assert expected in wrong.getvalue()
    assert "Pièces : conforme" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_the_proof_is_read_is_no_alarm() -> None:
    """Every part is of the moment when the reading began, and nobody waits for it."""
    repair = making.repair(RepairState.ASKED)
    person = making.mender_of(repair)

    def write() -> None:
        try:
            making.repair(RepairState.ASKED)
            perform(repair, "take_charge", actor=Actor.of(person))
        finally:
            connection.close()

    with closing(all_parts()) as parts:
        found = list(next(parts).problems)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result()
        for part in parts:
            found += part.problems
    assert found == []
    assert problems() == []


@breaks
def test_a_check_that_cannot_be_read_to_its_end_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        yield "une première chose"
        Repair.objects.filter(pk="pas un nombre").exists()

    monkeypatch.setattr("workflows.proof.report.all_proofs", lambda: {"Essai": broken, "Fin": list})
    found = problems()
    assert found[0] == "Essai : une première chose"
    assert found[1].startswith("Essai : la lecture s’est arrêtée (ValueError")
