"""What recognitions prove: their numbers, and the dates that their rule gives."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from directory.recognitions.models import Recognition
from directory.recognitions.validity import (
    end_of_validity,
    start_of_renewal,
    validity_years,
)
from workflows.numbering import numbered
from workflows.proof.registry import proof


@numbered
def recognition_numbers() -> Iterator[str]:
    yield from Recognition.objects.values_list("number", flat=True).iterator()


@proof("Validité des reconnaissances")
def recognitions_last_what_the_rule_gives() -> Iterator[str]:
    """Each begins when it was decided, or when the one before ends, and lasts the years it should.

    Its dates are those of its first row: no transition moves them but an extension, which keeps
    the day that it moved. Those that an import took up have the dates that they came with.
    """
    granted = {row.id: row for row in Recognition.history.filter(transition="grant").iterator()}
    extended = _extensions()
    for recognition in Recognition.objects.select_related("previous").order_by("pk").iterator():
        row = granted.get(recognition.pk)
        if row is None:
            continue  # its chain says so
        decided_on, former = timezone.localdate(row.history_date), recognition.previous
        dates: tuple[date, date] | None = None
        if former is not None:
            dates = former.valid_from, _end_then(former, row.history_id, extended)
        starts, ends = _dates(dates, decided_on, recognition.kind)
        if (recognition.valid_from, recognition.term_ends_on) != (starts, ends):
            held = f"du {recognition.valid_from} au {recognition.term_ends_on}"
            yield f"{recognition} : valable {held}, alors que la règle donne du {starts} au {ends}"


Extensions = dict[int, list[tuple[int, date]]]


def _extensions() -> Extensions:
    """By recognition, the rows that moved its last day, each with that day; the oldest first."""
    found: Extensions = defaultdict(list)
    rows = Recognition.history.filter(transition="extend").order_by("history_id")
    for pk, history_id, until in rows.values_list("id", "history_id", "valid_until").iterator():
        found[pk].append((history_id, until))
    return found


def _end_then(former: Recognition, history_id: int, extended: Extensions) -> date:
    """The last day of `former` when that row was written: it may have been extended since."""
    moved = [until for row, until in extended.get(former.pk, ()) if row < history_id]
    return moved[-1] if moved else former.term_ends_on


def _dates(
    former: tuple[date, date] | None, decided_on: date, kind: str
) -> tuple[date, date | None]:
    """The first and the last day that the rules give; no last day where no rule was in force."""
    try:
        starts = start_of_renewal(decided_on, former, kind) if former else decided_on
        return starts, end_of_validity(starts, validity_years(decided_on, kind))
    except LookupError:
        return decided_on, None
