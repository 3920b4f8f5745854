"""Files come and go by the law of the case, and its history says which ones."""

import pytest

from tests.files import pdf
from tests.petitions.making import people_of, petition
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attach, attachments_of
from workflows.models import Attachment
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_the_history_names_what_came_and_what_went() -> None:
    case = petition()
    actor = Actor.of(people_of(case)[0])
    kept = attach_files(case, slot="plan", uploads=[pdf("a.pdf"), pdf("b.pdf")], actor=actor)
    remove_file(case, attachment=kept[0], actor=actor)
    assert [file.name for file in attachments_of(case, "plan")] == ["b.pdf"]
    rows = case.history.filter(transition="illustrate").order_by("history_id")
    assert list(rows.values_list("reason", "actor")) == [
        ("Pièces jointes\u00a0: a.pdf, b.pdf", actor.reference),
        ("Pièce retirée\u00a0: a.pdf", actor.reference),
    ]


def test_nothing_to_add_writes_nothing() -> None:
    case = petition()
    assert attach_files(case, slot="plan", uploads=[], actor=Actor.of(people_of(case)[0])) == []
    assert not case.history.filter(transition="illustrate").exists()


def test_whoever_may_not_leaves_no_file_behind() -> None:
    case = petition()
    author, other = people_of(case)
    [kept] = attach_files(case, slot="plan", uploads=[pdf()], actor=Actor.of(author))
    with pytest.raises(Forbidden):
        attach_files(case, slot="plan", uploads=[pdf()], actor=Actor.of(other))
    with pytest.raises(Forbidden):
        remove_file(case, attachment=kept, actor=Actor.of(other))
    assert list(attachments_of(case)) == [kept]


@pytest.mark.parametrize("slot", ["answer", "nowhere"])
def test_files_of_a_slot_without_an_action_stay(slot: str) -> None:
    case = petition()
    author, _ = people_of(case)
    there = attach(case, slot=slot, upload=pdf(), by=author)
    with pytest.raises(Refused):
        attach_files(case, slot=slot, uploads=[pdf()], actor=Actor.of(author))
    with pytest.raises(Refused):
        remove_file(case, attachment=there, actor=Actor.of(author))
    assert Attachment.objects.get(removed_at=None) == there
