"""What the proof says of the whole database."""

import json
from io import StringIO

from django.core.management import CommandError, call_command


def problems(*options: str) -> list[str]:
    """What `verify_history` finds; it exits with 1 exactly when that is something."""
    out, code = StringIO(), 0
    try:
        call_command("verify_history", "--json", *options, stdout=out)
    except CommandError as failure:
        code = failure.returncode
    found = json.loads(out.getvalue())["problems"]
    assert code == (1 if found else 0)
    return [f"{problem['where']} : {problem['what']}" for problem in found]


def found(expected: str) -> bool:
    """Whether one of the problems says `expected`."""
    return any(expected in problem for problem in problems())
