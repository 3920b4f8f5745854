"""The benchmarks of lists run: on few rows and in one round, which measures nothing."""

import gc
from typing import Any

import pytest

from benchmarks import desk_pages, list_pages, lists, oversight_pages

pytestmark = [
    pytest.mark.breaks_history,  # the rows that fill a list have none
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.urls("benchmarks.urls"),
]
LESS = {"SIZES": (300,), "ROUNDS": 1, "TIMES": 1, "SESSIONS": 3, "HISTORY_ROWS": 3}


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (desk_pages, "desk_pages"),
        (list_pages, "list_pages"),
        (lists, "dossier_list"),
        (oversight_pages, "oversight_pages"),
    ],
)
def test_it_gives_a_figure_of_each_page(
    module: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for constant, less in LESS.items():
        monkeypatch.setattr(module, constant, less, raising=False)
    monkeypatch.setattr(gc, "collect", lambda: 0)  # before each round: long in a whole suite
    figures = getattr(module, name)()
    assert figures
    assert all(figure.sql and figure.floor_sql and figure.ratio > 0 for figure in figures)
