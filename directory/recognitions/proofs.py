"""What recognitions prove: their numbers, and the dates that their rule gives."""

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

    Its dates are those of its first row: no transition moves them.
    """
    granted = {row.id: row for row in Recognition.history.filter(history_type="+").iterator()}
    for recognition in Recognition.objects.select_related("previous").order_by("pk").iterator():
        row = granted.get(recognition.pk)
        if row is None:
            continue  # its chain says so
        starts, ends = _dates(recognition, timezone.localdate(row.history_date))
        if (recognition.valid_from, recognition.valid_until) != (starts, ends):
            held = f"du {recognition.valid_from} au {recognition.valid_until}"
            yield f"{recognition} : valable {held}, alors que la règle donne du {starts} au {ends}"


def _dates(recognition: Recognition, decided_on: date) -> tuple[date, date | None]:
    """The first and the last day that the rules give; no last day where no rule was in force."""
    former, kind = recognition.previous, recognition.kind
    try:
        starts = decided_on
        if former is not None:
            starts = start_of_renewal(decided_on, (former.valid_from, former.valid_until), kind)
        return starts, end_of_validity(starts, validity_years(decided_on, kind))
    except LookupError:
        return decided_on, None
