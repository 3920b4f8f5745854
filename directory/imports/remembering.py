"""Which column is where in a file, as somebody of the direction said it the last time."""

import hashlib
import json
from collections.abc import Sequence

from directory.imports.columns import COLUMNS, Places, named
from directory.imports.models import KnownHeadings
from directory.organisations.folding import fold

KEYS = frozenset(column.key for column in COLUMNS)


def proposed(headings: Sequence[str]) -> dict[str, int]:
    """What was said of these headings the last time; else, the columns that one of them names."""
    known = KnownHeadings.objects.filter(pk=_key(headings)).first()
    if known is not None:
        return {key: place for key, place in known.places.items() if key in KEYS}
    return {key: found[0] for key, found in named(headings).items() if len(found) == 1}


def remember(headings: Sequence[str], places: Places) -> None:
    """Propose `places` the next time that a file has these headings."""
    KnownHeadings.objects.update_or_create(pk=_key(headings), defaults={"places": dict(places)})


def _key(headings: Sequence[str]) -> str:
    """However they are written: case, accents and spaces around make no difference."""
    folded = json.dumps([fold(heading.strip()) for heading in headings], ensure_ascii=False)
    return hashlib.sha256(folded.encode()).hexdigest()
