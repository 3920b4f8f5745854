"""A committee decides, and the process dies, or two people proclaim at once: both, or neither."""

import json
from functools import partial
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from committee.room import operations as room
from committee.sessions.models import AgendaItem
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.models import ComplianceReview
from tests.committee import making as meeting
from tests.dying import shown_of
from tests.killed import killed
from tests.labelling.oversight import making
from tests.racing import Overlap, attempt
from tests.scenes.reviews import granted
from tests.scenes.scene import again
from workflows.verdicts import Stale

pytestmark = pytest.mark.django_db(transaction=True)

UNDECIDED = {"decisions": 0, "outcome": "", "recognition": "active"}
DECIDED = {"decisions": 1, "outcome": "withdrawn", "recognition": "withdrawn"}
# Where it dies, and what it had written by then.
BEFORE_THE_COMMIT = {
    "committee.voting.effects.perform": UNDECIDED | {"decisions": 1},
    "labelling.oversight.reviews.effects._move": DECIDED | {"recognition": "active"},
    "django.db.backends.base.base.BaseDatabaseWrapper._commit": DECIDED,
}


def about_to_be_withdrawn() -> tuple[meeting.Committee, AgendaItem]:
    made = meeting.committee()
    return made, meeting.counted(
        made, making.review("referred", of=granted()), "withdraw_recognition"
    )


def proclaimed_apart(folder: Path, made: meeting.Committee, item: AgendaItem, place: str) -> Any:
    """By a process that is killed; what it had written when it was."""
    asked = [str(item.pk), str(made.mandates[0].user_id), *([place] if place else [])]
    return json.loads(killed(folder, "tests.dying", *asked))


def told_of(label: Recognition) -> int:
    """How many tasks are kept to tell of what became of it."""
    return sum(
        task.args_kwargs["kwargs"]["event"]["name"] == "recognition.withdraw"
        for task in DBTaskResult.objects.all()
        if "event" in task.args_kwargs["kwargs"]
    )


@pytest.mark.parametrize("place", BEFORE_THE_COMMIT)
def test_killed_before_the_commit_nothing_is_decided_and_it_may_be_again(
    tmp_path: Path, place: str
) -> None:
    made, item = about_to_be_withdrawn()
    assert proclaimed_apart(tmp_path, made, item, place) == BEFORE_THE_COMMIT[place]
    assert shown_of(item.case_id) == UNDECIDED
    call_command("verify_history", stdout=StringIO())
    room.decide(again(item), reasons="Motifs.", actor=made.chair)
    assert shown_of(item.case_id) == DECIDED
    call_command("verify_history", stdout=StringIO())


def test_killed_after_the_commit_all_is_done_and_is_still_to_be_told(tmp_path: Path) -> None:
    made, item = about_to_be_withdrawn()
    assert proclaimed_apart(tmp_path, made, item, "") == DECIDED
    label = ComplianceReview.objects.get(pk=item.case_id).recognition
    assert shown_of(item.case_id) == DECIDED
    assert label.logo_removals.count() == told_of(label) == 1
    call_command("verify_history", stdout=StringIO())
    assert isinstance(attempt(lambda: room.decide(again(item), actor=made.chair)), Stale)


@pytest.mark.services
def test_two_members_and_two_tabs_at_once_make_one_decision() -> None:
    with transaction.atomic():
        made, item = about_to_be_withdrawn()
    url = reverse("committee:decide", args=[item.session_id, item.pk])

    def press(member: int) -> Any:
        client = Client()
        client.force_login(made.mandates[member].user)
        return partial(client.post, url, {"reason": "Motifs."})

    tab, other_tab, another_member = press(0), press(0), press(1)
    with Overlap() as overlap:
        done, late = overlap.run(tab, other_tab)
    assert done.status_code == HTTPStatus.FOUND
    assert late.status_code == HTTPStatus.CONFLICT
    assert "Motifs." in late.text  # what was typed is given back
    refused = another_member()
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert shown_of(item.case_id) == DECIDED
    assert item.case.subject.recognition.history.filter(transition="withdraw").count() == 1
    call_command("verify_history", stdout=StringIO())
