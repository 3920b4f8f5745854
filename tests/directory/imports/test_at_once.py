"""Two people take up, or confirm, at once: one does, the other is told, nothing is half done."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from directory.imports import tasks
from directory.imports.drafts import fingerprint, say_columns
from directory.imports.issues import ImportRefused
from directory.imports.models import ImportDraft, KnownHeadings, LabelImport
from directory.imports.operations import import_labels
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.imports.making import draft, row, text, year
from tests.proof import problems
from tests.threads import at_once
from workflows.actors import Actor

pytestmark = pytest.mark.django_db(transaction=True)
Calls = list[Callable[[], Any]]


@pytest.fixture(autouse=True)
def a_charter() -> None:
    factories.charter_version()


def tried(content: str) -> Any:
    try:
        return import_labels(content.encode(), name="labels.csv", actor=Actor.system("import"))
    except ImportRefused as refusal:
        return refusal


@pytest.mark.parametrize("same", ["number", "holder of one series", "holder of two series"])
def test_two_files_at_once_with_the_same_label(same: str) -> None:
    siren = factories.siren()
    if same == "number":
        files = [text(row(1), row(2)), text(row(3), row(1))]
    elif same == "holder of one series":
        files = [text(row(1), row(2, siren=siren)), text(row(3), row(4, siren=siren))]
    else:
        older = row(4, siren=siren, number=f"OSE-{year() - 1}-0004")
        files = [text(row(2, siren=siren)), text(older)]
    answers = at_once([partial(tried, content) for content in files])
    assert sorted(isinstance(answer, ImportRefused) for answer in answers) == [False, True]
    taken = next(answer for answer in answers if not isinstance(answer, ImportRefused))
    numbers = {label.number for label in taken.labels}
    assert set(Recognition.objects.values_list("number", flat=True)) == numbers
    assert Organisation.objects.count() == len(numbers)
    assert LabelImport.objects.count() == 1
    assert problems() == []


def test_two_people_confirm_one_file_and_two_workers_take_it_up() -> None:
    directors = [factories.manager(), factories.manager("Sam", "Roy")]
    prepared = draft(Actor.of(directors[0]))
    seen = fingerprint(prepared)
    confirm: Calls = [
        partial(tasks.confirm_import, prepared, seen=seen, actor=Actor.of(director))
        for director in directors
    ]
    assert at_once(confirm) == [None, None]
    at_once([partial(tasks.take_up.func, pk=prepared.pk)] * 2)
    assert (Recognition.objects.count(), LabelImport.objects.count()) == (1, 1)
    assert ImportDraft.objects.get().failed_at is None


def test_one_file_sent_twice_is_taken_up_once() -> None:
    director = Actor.of(factories.manager())
    again = row(1)
    first, second = draft(director, again), draft(director, again)
    for found in (first, second):
        tasks.confirm_import(found, seen=fingerprint(found), actor=director)
    calls: Calls = [partial(tasks.take_up.func, pk=found.pk) for found in (first, second)]
    at_once(calls)
    assert Recognition.objects.count() == 1
    assert ImportDraft.objects.filter(failed_at__isnull=False).count() == 1


def test_two_people_say_the_columns_of_the_same_headings() -> None:
    """They are remembered once, as whoever was last said them."""
    director = Actor.of(factories.manager())
    drafts = [draft(director), draft(director)]
    said = [dict(drafts[0].places), {**drafts[0].places, "city": 2, "name": 5}]
    calls: Calls = [
        partial(say_columns, found, places=places, actor=director)
        for found, places in zip(drafts, said, strict=True)
    ]
    assert at_once(calls) == [None, None]
    assert KnownHeadings.objects.get().places in said
