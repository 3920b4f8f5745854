"""Words that stand on one line: a name, the subject of an e-mail."""

import re
import unicodedata

# No-break spaces stay: French typography puts them there.
# Hangul fillers and the empty Braille cell are letters and symbols to Unicode, and draw nothing.
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(text: str) -> str:
    """`text` with each run of blanks, line breaks included, as one space, and none at its ends.

    A line break in a name has no place in the subject of an e-mail, which could then not leave.
    Characters that show nothing are left out: a name made of them would be no name at all.
    """
    shown = "".join(char for char in text if char.isspace() or not _is_invisible(char))
    return _BLANKS.sub(" ", shown).strip()


def _is_invisible(char: str) -> bool:
    return char in BLANK_LETTERS or unicodedata.category(char) in ("Cc", "Cf")
