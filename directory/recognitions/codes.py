"""The short code of a recognition, printed on its certificate: typed or scanned, it is checked.

Eight symbols drawn at random, in Crockford's base 32 (no I, L, O or U to misread), and a ninth
that says whether the others were copied well: the remainder of the division by 37 finds any
symbol typed for another and any two exchanged. A code whose ninth would be one of the marks that
Crockford adds for it (« * », « ~ »…) is drawn again: people type letters and digits only.

40 bits, less than one in six that is drawn again: among 50,000 recognitions, one guess in 19
million finds one.
"""

import re
import secrets
from enum import Enum

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
_ALIKE = str.maketrans("OIL", "011")
_CHECK_MODULUS = 37


class Slip(Enum):
    """Why what was typed is no code."""

    OTHER = "other"  # it does not look like one
    MISCOPIED = "miscopied"  # it does, and its ninth symbol denies the others


def new_code() -> str:
    """A code drawn at random, as it is stored: « 7KQX9M2P4 »."""
    while True:
        drawn = secrets.randbits(5 * (LENGTH - 1))
        if drawn % _CHECK_MODULUS < len(SYMBOLS):
            return _symbols(drawn) + SYMBOLS[drawn % _CHECK_MODULUS]


def shown(code: str) -> str:
    """`code` as people read and copy it: « 7KQ-X9M-2P4 »."""
    return "-".join(code[place : place + 3] for place in range(0, LENGTH, 3))


def read_code(typed: str) -> str | Slip:
    """The code that `typed` writes, in any case, with or without separators; else what is wrong."""
    symbols = re.sub(r"[\s\-–—_.·]", "", typed).upper().translate(_ALIKE)
    if len(symbols) != LENGTH or not set(symbols) <= set(SYMBOLS):
        return Slip.OTHER
    drawn = 0
    for symbol in symbols[:-1]:
        drawn = drawn * len(SYMBOLS) + SYMBOLS.index(symbol)
    well_copied = drawn % _CHECK_MODULUS == SYMBOLS.index(symbols[-1])
    return symbols if well_copied else Slip.MISCOPIED


def _symbols(number: int) -> str:
    return "".join(SYMBOLS[number >> shift & 31] for shift in range(5 * (LENGTH - 2), -1, -5))
