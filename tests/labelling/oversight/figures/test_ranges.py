"""A hidden count may be anything from 1 to 4, whatever else is published or known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.oversight.figures.ranges import Range, median_days, told, told_roughly, total
from labelling.oversight.figures.suppression import FEWEST

FEW = range(1, FEWEST)


@given(st.integers(0, 1000))
def test_a_range_is_true_and_tells_no_small_count(number: int) -> None:
    for found in (told(number), told_roughly(number)):
        assert found.least <= number
        assert found.most is None or number <= found.most
        assert not (found.exact and number in FEW)
    assert told(number).exact == (number not in FEW)


@given(st.lists(st.integers(0, 12), max_size=6))
def test_a_total_says_nothing_that_its_cells_do_not(numbers: list[int]) -> None:
    found = total(map(told, numbers))
    assert found.least <= sum(numbers) <= (found.most or 0)
    assert found == total(map(told, [min(one, 1) if one in FEW else one for one in numbers]))


def test_each_is_said_in_words() -> None:
    assert [str(told(number)) for number in (0, 1, 4, 5)] == [
        "0",
        "de\u00a01 à\u00a04",
        "de\u00a01 à\u00a04",
        "5",
    ]
    assert [str(told_roughly(number)) for number in (0, 3, 77)] == [
        "0",
        "de\u00a01 à\u00a04",
        "5\u00a0ou\u00a0plus",
    ]
    assert total([told(7), told(2), told_roughly(9)]) == Range(13, None)
    with pytest.raises(ValueError, match="not negative"):
        told(-1)


def test_the_longest_of_few_is_not_told() -> None:
    assert median_days([3, 400, 8, 9]) is None
    assert median_days([3, 400, 8, 9, 10]) == 9
