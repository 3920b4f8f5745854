"""Many rows in one statement are stored as each would be, or none is."""

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone

from workflows.models import Case
from workflows.rows.many import insert_all, lock_all, update_all

pytestmark = pytest.mark.django_db


def cases(*titles: str) -> list[Case]:
    at = timezone.now()
    return [Case(kind="toys.repair", title=title, opened_at=at) for title in titles]


def test_each_gets_a_key_of_its_own_in_order() -> None:
    made = cases("Une", "Deux", "Trois")
    insert_all(made)
    assert [Case.objects.get(pk=case.pk).title for case in made] == ["Une", "Deux", "Trois"]
    insert_all([])


def test_what_is_null_for_all_or_for_some_is_null() -> None:
    made = cases("Une", "Deux")
    insert_all(made)
    made[0].closed_at = made[0].opened_at
    for written in (made, made[1:]):
        update_all(written, ["closed_at", "reference"])
    assert [case.closed_at for case in Case.objects.order_by("pk")] == [made[0].opened_at, None]


def test_rows_that_are_gone_are_not_written_in_silence() -> None:
    [gone] = cases("Rien")
    gone.pk = 10**9
    with pytest.raises(RuntimeError):
        update_all([gone], ["title"])
    with pytest.raises(Case.DoesNotExist):
        lock_all([gone])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite holds texts of any length")
def test_a_text_that_is_too_long_is_refused_not_cut() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert_all(cases("Une", "D" * 201))
