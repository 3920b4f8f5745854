"""What is hidden stays hidden, whatever is shown beside it."""

from collections import defaultdict
from itertools import chain, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.oversight.figures.suppression import FEWEST, HIDDEN, published, published_alike

TABLES = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 30))


@given(TABLES)
def test_nothing_small_is_shown_and_nothing_hidden_is_found_by_subtraction(
    counts: dict[str, int],
) -> None:
    shown = published(counts)
    assert list(shown.cells) == list(counts)
    hidden = [label for label, number in shown.cells.items() if number is None]
    for label, number in counts.items():
        assert shown.cells[label] in (None, number)
        assert not 0 < (shown.cells[label] or 0) < FEWEST
        if number == 0:
            assert shown.cells[label] == 0
    if hidden and shown.total is not None:
        left = shown.total - sum(number or 0 for number in shown.cells.values())
        assert left == sum(counts[label] for label in hidden)
        assert len(hidden) > 1
        assert left >= FEWEST


Tables = tuple[tuple[int, ...], ...]


@pytest.mark.parametrize(
    ("cells", "most"), [((2,), 14), ((3,), 13), ((4,), 9), ((2, 1), 13), ((2, 2), 10), ((3, 2), 7)]
)
def test_who_knows_how_it_is_hidden_finds_nothing(cells: tuple[int, ...], most: int) -> None:
    """Every world of small numbers, counted one way or two: of those that are published alike, each
    hidden number is another one somewhere."""
    alike: defaultdict[str, list[Tables]] = defaultdict(list)
    for world in product(*(product(range(most), repeat=number) for number in cells)):
        if len({sum(table) for table in world}) == 1:
            named = [dict(zip("abcd", table, strict=False)) for table in world]
            alike[repr(published_alike(named))].append(world)
    for worlds in alike.values():
        if any(number == most - 1 for world in worlds for table in world for number in table):
            continue  # others, larger, are published alike
        for flat in zip(*(chain(*world) for world in worlds), strict=True):
            assert len(set(flat)) > 1 or not 0 < flat[0] < FEWEST, worlds


@given(TABLES)
def test_nothing_is_hidden_where_nothing_is_small(counts: dict[str, int]) -> None:
    large = {label: number + FEWEST for label, number in counts.items()}
    assert published(large).cells == large
    assert published(large).total == sum(large.values())


def test_one_small_cell_takes_the_next_one_along() -> None:
    shown = published({"refusés": 2, "validés": 40, "ajournés": 7, "rendus": 7})
    assert shown.cells == {"refusés": None, "validés": 40, "ajournés": None, "rendus": None}
    assert shown.total == 56
    assert published({"refusés": 2}).rows == [("refusés", HIDDEN), ("Total", HIDDEN)]
    with pytest.raises(ValueError, match="not negative"):
        published({"refusés": -1})
