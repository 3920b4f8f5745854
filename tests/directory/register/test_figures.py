"""The register in figures: what is drawn is what the table says, and what the list shows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.recognitions.enums import Standing
from directory.register.figures import Figures
from tests import factories, sanctions
from tests.directory.making import label, listing
from workflows.presentation.bars import LONGEST_BAR

pytestmark = pytest.mark.django_db
PAGE = reverse("directory:register_figures")


def shown() -> Figures:
    found: Figures = Client().get(PAGE).context["figures"]
    return found


def numbers(found: Figures) -> dict[str, list[int]]:
    return {line.name: [cell.number for cell in line.cells] for line in found.lines}


def test_each_label_is_counted_once_as_it_stands_today() -> None:
    today = timezone.localdate()
    suspended = label(factories.organisation(department="49"), today)
    label(factories.organisation(department="49"), today)
    label(factories.organisation(department="85"), today - timedelta(days=1200))
    listing("Un accompagnateur n’en est pas")
    sanctions.suspend(suspended, reason="Un motif")
    found = shown()
    assert [standing.standing for standing in found.totals] == [
        Standing.VALID, Standing.SUSPENDED, Standing.SCHEDULED, Standing.OVER,
    ]  # fmt: skip
    assert numbers(found) == {
        "Loire-Atlantique": [0, 0, 0, 0],
        "Maine-et-Loire": [1, 1, 0, 0],
        "Mayenne": [0, 0, 0, 0],
        "Sarthe": [0, 0, 0, 0],
        "Vendée": [0, 0, 0, 1],
    }
    assert found.total == 3
    for line in found.lines:
        for cell in line.cells:
            listed = Client().get(cell.url).context["page"].count
            assert listed == cell.number, cell.url


def test_a_bar_is_as_long_as_its_number() -> None:
    today = timezone.localdate()
    for department in ("49", "49", "85"):
        label(factories.organisation(department=department), today)
    lengths = {line.label: sum(part.width for part in line.parts) for line in shown().bars.lines}
    assert (lengths["Maine-et-Loire"], lengths["Vendée"]) == (LONGEST_BAR, LONGEST_BAR / 2)
    assert lengths["Sarthe"] == 0


def test_a_change_is_counted_at_once() -> None:
    made = label(factories.organisation(department="49"), timezone.localdate())
    assert numbers(shown())["Maine-et-Loire"] == [1, 0, 0, 0]
    sanctions.withdraw(made, reason="Un motif")
    assert numbers(shown())["Maine-et-Loire"] == [0, 0, 0, 1]


def test_an_empty_register_has_its_departments() -> None:
    assert shown().total == 0
    assert len(shown().lines) == 5
