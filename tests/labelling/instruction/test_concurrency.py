"""Many at once: exactly one wins, the others are told, nothing is counted twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.files import pdf
from tests.threads import at_once
from workflows.actors import Actor
from workflows.correspondence.operations import attach, post_message
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Refused, Stale

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20


def test_one_transition_twenty_threads_one_winner() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    rows = dossier.history.count()
    instructors = [factories.instructor() for _ in range(THREADS)]
    copies = [Dossier.objects.get(pk=dossier.pk) for _ in instructors]

    def take(copy: Dossier, person: Any) -> Callable[[], Any]:
        return lambda: perform(copy, "take_charge", actor=Actor.of(person))

    results = at_once(
        [take(copy, person) for copy, person in zip(copies, instructors, strict=True)]
    )
    assert sorted(type(result).__name__ for result in results) == ["Dossier"] + ["Stale"] * (
        THREADS - 1
    )
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.UNDER_INSTRUCTION
    assert dossier.history.count() == rows + 1
    assert Task.objects.open().filter(process__case_id=dossier.pk).count() == 1
    winner = next(result for result in results if isinstance(result, Dossier))
    assert dossier.assignee_id == winner.assignee_id


def test_a_message_sent_twenty_times_at_once_is_one_message() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    author = factories.representative_of(dossier)
    told = DBTaskResult.objects.count()

    def send() -> Any:
        return post_message(dossier, author=author, body="Bonjour", uploads=[pdf()])

    results = at_once([send] * THREADS)
    assert {result.pk for result in results} == {dossier.messages.get().pk}
    assert dossier.messages.get().attachments.count() == 1
    assert DBTaskResult.objects.count() == told + 1


def test_dossiers_submitted_together_get_numbers_without_gap() -> None:
    dossiers = [factories.dossier(ApplicationState.PRESENTED) for _ in range(8)]
    people = [factories.representative_of(dossier) for dossier in dossiers]
    for dossier, person in zip(dossiers, people, strict=True):
        factories.fill(dossier, person)

    def submit(dossier: Dossier, person: Any) -> Callable[[], Any]:
        return lambda: perform(dossier, "submit", actor=Actor.of(person))

    at_once([submit(dossier, person) for dossier, person in zip(dossiers, people, strict=True)])
    numbers = sorted(
        int(reference.rsplit("-", 1)[1])
        for reference in Dossier.objects.values_list("reference", flat=True)
        if reference
    )
    assert numbers == list(range(1, 9))


def test_deposit_and_withdrawal_at_once_leave_one_truth() -> None:
    dossier = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(dossier)
    factories.fill(dossier, person)
    copies = [Dossier.objects.get(pk=dossier.pk) for _ in range(2)]
    results = at_once(
        [
            lambda: perform(copies[0], "submit", actor=Actor.of(person)),
            lambda: perform(copies[1], "withdraw", actor=Actor.of(person)),
        ]
    )
    assert sum(isinstance(result, Stale) for result in results) == 1
    dossier.refresh_from_db()
    assert dossier.state in (ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN)


def test_messages_and_files_sent_at_once_do_not_pass_the_limits_together(settings: Any) -> None:
    settings.OSE_CASE_MESSAGES_A_DAY = 3
    settings.OSE_CASE_FILES_A_DAY = 2
    dossier = factories.dossier(ApplicationState.COMMITTED)
    author = factories.representative_of(dossier)

    def write(number: int) -> Callable[[], Any]:
        return lambda: post_message(dossier, author=author, body=f"Message {number}")

    def join(number: int) -> Callable[[], Any]:
        return lambda: attach(dossier, slot="minutes", upload=pdf(), by=author)

    results = at_once([make(number) for number in range(5) for make in (write, join)])
    assert sum(isinstance(result, Refused) for result in results) == 5
    assert dossier.messages.count() == 3
    assert dossier.attachments.count() == 2
