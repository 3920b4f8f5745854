"""The rule of the draw, on any frame: who, how many, and that everybody finds the same."""

from fractions import Fraction
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.oversight.sampling.draw import Entry, draw, shares_of, size_of
from tests.labelling.oversight.sampling.by_hand import by_hand

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=20)
RATES = st.integers(1, 100)


@st.composite
def frames(draw_: st.DrawFn) -> list[Entry]:
    facts = st.tuples(
        st.sampled_from(["label", "accompanist"]),
        st.sampled_from(["44", "49", "53", "72", "85"]),
        st.integers(1, 5),
        st.booleans(),
    )
    rows = draw_(st.lists(facts, max_size=40))
    return [
        Entry(f"OSE-2026-{rank:04d}", kind, department, weight, aside)
        for rank, (kind, department, weight, aside) in enumerate(rows)
    ]


@given(SEEDS, RATES, frames())
def test_whoever_does_it_otherwise_finds_the_same(seed: str, rate: int, frame: list[Entry]) -> None:
    assert set(draw(seed, rate, frame).drawn) == by_hand(seed, rate, frame)


@given(SEEDS, RATES, frames())
def test_it_draws_so_many_once_each_and_never_one_set_aside(
    seed: str, rate: int, frame: list[Entry]
) -> None:
    drawn = draw(seed, rate, frame).drawn
    eligible = {entry.number for entry in frame if not entry.aside}
    assert len(drawn) == len(set(drawn)) == min(ceil(len(frame) * rate / 100), len(eligible))
    assert set(drawn) <= eligible


@given(SEEDS, RATES, frames(), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_changes_nothing(
    seed: str, rate: int, frame: list[Entry], shuffled: Random
) -> None:
    other = list(frame)
    shuffled.shuffle(other)
    assert draw(seed, rate, frame) == draw(seed, rate, other)


@given(SEEDS, RATES, frames())
def test_a_stratum_gives_its_share_to_within_one(seed: str, rate: int, frame: list[Entry]) -> None:
    found = draw(seed, rate, frame)
    sizes = {
        stratum: sum(entry.stratum == stratum and not entry.aside for entry in frame)
        for stratum in found.shares
    }
    total, wanted = sum(sizes.values()), len(found.drawn)
    for stratum, share in found.shares.items():
        assert abs(share - Fraction(wanted * sizes[stratum], total)) < 1
        assert share <= sizes[stratum]


@given(SEEDS, frames())
def test_everybody_at_a_hundred_per_cent(seed: str, frame: list[Entry]) -> None:
    assert set(draw(seed, 100, frame).drawn) == {e.number for e in frame if not e.aside}


@pytest.mark.parametrize("rate", [-1, 0, 101])
def test_a_rate_is_from_one_to_a_hundred(rate: int) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        size_of(10, rate)


def test_it_rounds_up_and_never_draws_of_nothing() -> None:
    assert [size_of(active, 10) for active in (0, 1, 10, 11)] == [0, 1, 1, 2]
    assert draw("graine", 10, []).drawn == ()
    with pytest.raises(ValueError, match="more are wanted"):
        shares_of("graine", {("label", "49"): 1}, 2)


def test_a_known_draw_stays_what_it_was() -> None:
    """A change of the rule would make past draws wrong: it is another rule, with another name."""
    frame = [Entry(f"OSE-2026-{n:04d}", "label", "49", 1 + n % 3) for n in range(1, 21)]
    assert draw("Loto 2026", 15, frame).drawn == (
        "OSE-2026-0017",
        "OSE-2026-0020",
        "OSE-2026-0019",
    )


def test_more_tickets_win_more_often() -> None:
    """Over many seeds, three tickets against one: about three in four, as the rule promises."""
    pair = [Entry("OSE-2026-0001", "label", "49", 3), Entry("OSE-2026-0002", "label", "49", 1)]
    won = sum(draw(str(seed), 50, pair).drawn == ("OSE-2026-0001",) for seed in range(1_000))
    assert 700 < won < 800
