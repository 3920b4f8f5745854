"""Sixteen digits: a slip is found before anybody is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.oversight.receipts.numbers import (
    DRAWN,
    NoReceipt,
    new_receipt,
    read_receipt,
    shown,
    with_check,
)

drawn = st.integers(0, 10**DRAWN - 1).map(lambda number: f"{number:0{DRAWN}d}")


@given(drawn)
def test_a_receipt_reads_back_however_it_is_spaced(digits: str) -> None:
    receipt = with_check(digits)
    for typed in (receipt, shown(receipt), f" {receipt[:4]}-{receipt[4:]} "):
        assert read_receipt(typed) == receipt


@given(drawn, st.integers(0, 15), st.integers(1, 9))
def test_any_wrong_digit_is_a_slip(digits: str, place: int, shift: int) -> None:
    receipt = with_check(digits)
    wrong = str((int(receipt[place]) + shift) % 10)
    with pytest.raises(NoReceipt) as caught:
        read_receipt(receipt[:place] + wrong + receipt[place + 1 :])
    assert caught.value.slip


@given(drawn, st.integers(0, 15), st.integers(0, 15))
def test_any_two_digits_exchanged_are_a_slip(digits: str, one: int, other: int) -> None:
    receipt = list(with_check(digits))
    if receipt[one] == receipt[other] or abs(one - other) > 1:
        return
    receipt[one], receipt[other] = receipt[other], receipt[one]
    with pytest.raises(NoReceipt):
        read_receipt("".join(receipt))


@pytest.mark.parametrize("typed", ["", "1234", "1" * 17, "abcd" * 4, "١" * 16, "OSE-2026-0001"])
def test_what_has_not_sixteen_digits_is_none(typed: str) -> None:
    with pytest.raises(NoReceipt) as caught:
        read_receipt(typed)
    assert not caught.value.slip


def test_two_are_never_drawn_alike() -> None:
    assert len({new_receipt() for _ in range(1_000)}) == 1_000
