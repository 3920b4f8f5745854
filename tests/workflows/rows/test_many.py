"""Many rows in one statement are stored as each would be, or none is."""

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.models import Case
from workflows.rows.many import insert_all, insert_rows, lock_all, update_all

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


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@given(
    st.lists(st.one_of(st.sampled_from(["", "NULL", '"', "\\", "{a,b}", r"\""]), WORDS), min_size=1)
)
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_as_it_was_given(titles: list[str]) -> None:
    made = cases(*titles)
    insert_all(made)
    assert [Case.objects.get(pk=case.pk).title for case in made] == titles


def test_so_does_what_is_no_text() -> None:
    at = timezone.now()
    events = [{"words": 'Le « reste » \\ {"a": null}', "of": [1, None]}, {}]
    made: list[Any] = [
        DBTaskResult(args_kwargs=event, priority=rank, run_after=at, task_path="x", queue_name="x")
        for rank, event in enumerate(events)
    ]
    insert_all(made)
    found = DBTaskResult.objects.order_by("priority")
    assert list(found.values_list("args_kwargs", "priority", "run_after", "id")) == [
        (event, rank, at, task.pk)
        for rank, (event, task) in enumerate(zip(events, made, strict=True))
    ]


def test_rows_that_are_no_objects_are_stored_as_theirs_are() -> None:
    made = cases("Une", "Deux", "Deux")
    insert_all(made)
    columns = [field for field in Case._meta.concrete_fields if not field.primary_key]
    told = [{field.attname: getattr(case, field.attname) for field in columns} for case in made]
    told[0]["closed_at"] = made[0].opened_at
    keys = insert_rows(Case, told)
    assert [{"id": key, **row} for key, row in zip(keys, told, strict=True)] == list(
        Case.objects.filter(pk__in=keys).order_by("pk").values("id", *told[0])
    )
    assert insert_rows(Case, []) == []


def test_what_all_have_in_common_is_written_to_each() -> None:
    made = cases("Même", "Même", "Même")
    insert_all(made)
    for case in made[:2]:
        case.title, case.closed_at = "Autre", case.opened_at
    update_all(made[:2], ["title", "closed_at"])
    stored = Case.objects.filter(pk__in=[case.pk for case in made]).order_by("pk")
    at = made[0].opened_at
    assert list(stored.values_list("title", "closed_at")) == [
        ("Autre", at), ("Autre", at), ("Même", None)
    ]  # fmt: skip
