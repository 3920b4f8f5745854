"""The receipt of a complaint: sixteen digits, which alone open what became of it.

Fourteen are drawn, the last two check them (ISO 7064, MOD 97-10, as the IBAN): any digit typed for
another and any two exchanged are found before the database is asked.
"""

import re
import secrets

DRAWN, CHECKING = 14, 2
LENGTH = DRAWN + CHECKING
_SEPARATORS = re.compile(r"[\s\-–—_.·]")


class NoReceipt(ValueError):
    """What was typed is no receipt; `slip`: it has the length of one, and its last digits deny."""

    def __init__(self, *, slip: bool) -> None:
        super().__init__("no receipt")
        self.slip = slip


def new_receipt() -> str:
    """Sixteen digits drawn at random: one in a hundred thousand billion."""
    return with_check(f"{secrets.randbelow(10**DRAWN):0{DRAWN}d}")


def with_check(drawn: str) -> str:
    """The receipt of fourteen digits."""
    return f"{drawn}{98 - int(drawn) * 100 % 97:02d}"


def read_receipt(typed: str) -> str:
    """The sixteen digits that were typed, whatever separates them. Raises NoReceipt."""
    digits = _SEPARATORS.sub("", typed)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise NoReceipt(slip=False)
    if int(digits) % 97 != 1:
        raise NoReceipt(slip=True)
    return digits


def shown(receipt: str) -> str:
    """By fours, as people read and copy it: « 1234 5678 9012 3456 »."""
    return "\u00a0".join(receipt[place : place + 4] for place in range(0, LENGTH, 4))
