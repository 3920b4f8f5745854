"""The code of a certificate: short, drawn at random, and a slip of the finger is known as one."""

from hypothesis import given
from hypothesis import strategies as st

from directory.recognitions.codes import LENGTH, SYMBOLS, Slip, new_code, read_code, shown

codes = st.integers(0, 10**6).map(lambda _: new_code())
places = st.integers(0, LENGTH - 1)


@given(codes)
def test_it_is_read_back_as_people_write_it(code: str) -> None:
    assert len(code) == LENGTH
    assert set(code) <= set(SYMBOLS)
    assert shown(code).replace("-", "") == code
    for typed in (shown(code), code.lower(), f" {shown(code)} ", shown(code).replace("-", " ")):
        assert read_code(typed) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code


@given(codes, places, st.sampled_from(SYMBOLS))
def test_a_symbol_typed_for_another_is_a_slip(code: str, place: int, symbol: str) -> None:
    typed = code[:place] + symbol + code[place + 1 :]
    assert read_code(typed) == (code if typed == code else Slip.MISCOPIED)


@given(codes, st.integers(0, LENGTH - 2))
def test_two_symbols_exchanged_are_a_slip(code: str, place: int) -> None:
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(typed) == (code if typed == code else Slip.MISCOPIED)


@given(st.text(max_size=30).filter(lambda text: sum(c.isalnum() for c in text) != LENGTH))
def test_anything_else_is_no_code(typed: str) -> None:
    assert read_code(typed) is Slip.OTHER


def test_no_two_are_alike() -> None:
    assert len({new_code() for _ in range(1_000)}) == 1_000
