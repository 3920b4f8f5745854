"""Whose label or listing somebody complains about, from a name or a number as they know it."""

from directory.organisations.named import Named
from directory.organisations.querysets import identified_by
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.register.numbers import read_number

MOST_OFFERED = 8
MOST_READ = 50
# What was granted, whatever became of it; of a renewal, the one that stands in its place.
NEVER_BEGAN = (RecognitionState.SCHEDULED, RecognitionState.RENEWED)


def recognitions_known_as(text: str, kind: RecognitionKind) -> list[Recognition]:
    """Those of `kind` whose number, whose organisation's number or name is `text`.

    One for each organisation, the last; MOST_OFFERED and one more at most. Three queries at most.
    """
    of_kind = Recognition.objects.filter(kind=kind).select_related("organisation")
    number = read_number(text, kind)
    if number:
        return list(of_kind.filter(number=number))
    found = of_kind.exclude(state__in=NEVER_BEGAN)
    identified = identified_by(text, "organisation__")
    found = Named.look_up(text).narrow(found) if identified is None else found.filter(identified)
    rows = found.order_by("folded_name", "organisation_id", "-valid_from", "-pk")[:MOST_READ]
    last = {row.organisation_id: row for row in reversed(rows)}
    return sorted(last.values(), key=lambda row: (row.folded_name, row.pk))[: MOST_OFFERED + 1]
