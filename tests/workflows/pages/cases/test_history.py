"""The history of a case that the engine was told nothing of, and of what it is made of."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from tests import factories
from tests.files import pdf
from tests.petitions.making import count, debate, people_of, petition, supporter_of
from tests.workflows.pages.cases.visiting import address, client_of
from workflows.actors import Actor
from workflows.correspondence.files import attach_files
from workflows.engine import amend, perform
from workflows.lifecycles import Lifecycle, machine_of
from workflows.pages.cases.history import case_timeline, moves_of, told
from workflows.pages.history_rows import Place
from workflows.pages.timeline import title_of

pytestmark = pytest.mark.django_db


def titles(entries: object) -> list[str]:
    return [entry.title for entry in entries]  # type: ignore[attr-defined]


def test_its_own_lines_and_those_of_its_records_newest_first() -> None:
    case = petition()
    author = Actor.of(people_of(case)[0])
    tally = count(case, 12)
    attach_files(case, slot="plan", uploads=[pdf("rue.pdf")], actor=author)
    amend(tally, action="count", actor=author, at=timezone.now(), signatures=40)
    entries, _ = case_timeline(case)
    assert titles(entries) == [
        "Décompte\u00a0: 40 signatures",
        "Pétition illustrée",
        "Décompte\u00a0: 12 signatures",
        "Pétition reçue",
    ]
    assert entries[0].changes == [("Signatures", "12", "40")]
    assert entries[1].reason == "Pièce jointe\u00a0: rue.pdf"
    page = client_of(supporter_of(case)).get(address("history", case)).text
    assert "<del>12</del>" in page
    assert "<ins>40</ins>" in page


def test_a_line_that_only_carries_the_change_of_a_record_is_left_to_it() -> None:
    case = petition()
    perform(case, "illustrate", actor=Actor.of(people_of(case)[0]))
    assert "Pétition illustrée" not in titles(case_timeline(case)[0])
    # What tells somebody is always said, whatever it changes.
    debate(case)
    assert titles(case_timeline(case)[0])[0] == "Débat ouvert"


def test_the_last_moves_leave_out_what_moved_nothing() -> None:
    case = petition()
    author = Actor.of(people_of(case)[0])
    perform(case, "illustrate", actor=author, reason="Un plan.")
    debate(case)
    assert titles(told(case, moves_of(case))) == ["Débat ouvert", "Pétition reçue"]
    assert titles(told(case, moves_of(case)[:1])) == ["Débat ouvert"]


def test_it_is_for_those_who_may_read_the_case() -> None:
    case = petition()
    assert client_of(factories.user()).get(address("history", case)).status_code == 403
    assert client_of(supporter_of(case)).get(address("history", case)).status_code == 200


def test_it_leads_to_the_other_pages_that_one_may_read() -> None:
    case = petition()
    author, _ = people_of(case)
    assert address("messages", case) in client_of(author).get(address("history", case)).text
    read = client_of(supporter_of(case)).get(address("history", case)).text
    assert address("messages", case) not in read
    assert address("files", case) in read
    assert f'href="{case.get_absolute_url()}"' in read


def test_pages_give_each_line_once_with_what_it_changed() -> None:
    case = petition()
    author = Actor.of(people_of(case)[0])
    tally = count(case, 12)
    for signatures in range(13, 20):
        amend(tally, action="count", actor=author, at=timezone.now(), signatures=signatures)
    whole, none = case_timeline(case, size=100)
    assert none is None
    for size in (1, 3):
        read, after = case_timeline(case, size=size)
        while after is not None:
            assert Place.parse(str(after)) == after
            entries, after = case_timeline(case, after=after, size=size)
            read += entries
        assert read == whole
    assert whole[0].changes == [("Signatures", "18", "19")]


def test_a_page_reads_the_tables_that_it_meets(django_assert_num_queries) -> None:
    case = petition()
    tally = count(case, 12)
    actor = Actor.of(people_of(case)[0])
    for signatures in range(13, 20):
        amend(tally, action="count", actor=actor, at=timezone.now(), signatures=signatures)
    # Where there are rows, those of one table, and the names.
    with django_assert_num_queries(3):
        entries, _ = case_timeline(case, size=3)
    assert len(entries) == 3


def test_a_place_nobody_wrote_is_the_first_page() -> None:
    for text in ("", "x", "2026-01-01_1", "2026-01-01T00:00:00+00:00_-1_0", "9999-99-99_1_1"):
        assert Place.parse(text) is None


BORN = [
    (model, birth)
    for model in apps.get_models()
    if issubclass(model, Lifecycle)
    for birth in machine_of(model).births
]


@pytest.mark.parametrize(("model", "birth"), BORN)
def test_a_birth_is_told_in_french(model: Any, birth: str) -> None:
    assert title_of(birth, machine_of(model), model) != birth
