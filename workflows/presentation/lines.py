"""Words that stand on one line: a name, the subject of an e-mail."""

import re

# No-break spaces stay: French typography puts them there.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(text: str) -> str:
    """`text` with each run of blanks, line breaks included, as one space, and none at its ends.

    A line break in a name has no place in the subject of an e-mail, which could then not leave.
    """
    return _BLANKS.sub(" ", text).strip()
