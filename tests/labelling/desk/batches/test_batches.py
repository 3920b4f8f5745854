"""Acting on several cases: seen before, confirmed once, each by its own rules, and told."""

import re
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from committee.sessions.models import AgendaItem
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import leave_team
from labelling.desk.batches import operations
from labelling.desk.batches.models import Batch, BatchItem
from labelling.desk.batches.operations import Asked, confirm, foresee, run_batch
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.operations import reassign
from tests import factories
from tests.committee import making as committees
from tests.labelling.browsing import client_of
from tests.threads import at_once
from workflows.actors import Actor
from workflows.models import Message
from workflows.pages.bulk import bulk_acts
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db
LIST, PREVIEW, CONFIRM = "/bureau/lots/", "/bureau/lots/apercu/", "/bureau/lots/confirmer/"


@pytest.fixture
def director() -> User:
    return factories.manager()


@pytest.fixture
def cress(director: User) -> Client:
    return client_of(director)


@pytest.fixture
def other() -> User:
    return factories.instructor("Eden", "Roy")


def instructed() -> Dossier:
    return factories.dossier(S.UNDER_INSTRUCTION)


def assign(to: User) -> Asked:
    return Asked("confier", str(to.pk))


def confirmed(director: User, asked: Asked, *cases: Dossier) -> Batch:
    seen = [(case.pk, case.history_head) for case in cases]
    return confirm(uuid4(), asked, seen, actor=Actor.of(director))


def told(batch: Batch) -> list[tuple[str, str]]:
    return list(batch.items.values_list("status", "words"))


def in_charge(case: Dossier) -> User | None:
    return Dossier.objects.get(pk=case.pk).assignee


def test_the_preview_says_what_would_become_of_each_and_does_nothing(
    director: User, other: User
) -> None:
    ready, new = instructed(), factories.dossier(S.SUBMITTED)
    before = Dossier.history.count()
    first, second = foresee([ready, new], assign(other), actor=Actor.of(director))
    assert (first.words, first.why_not) == ("Confié à Eden Roy.", "")
    assert (second.words, bool(second.why_not)) == ("", True)
    assert Dossier.history.count() == before
    assert in_charge(ready) == ready.assignee


def test_each_is_done_by_the_rules_of_one_and_what_is_not_is_said(
    director: User, other: User
) -> None:
    ready, new = instructed(), factories.dossier(S.SUBMITTED)
    batch = confirmed(director, assign(other), ready, new)
    run_batch.func(pk=batch.pk)
    batch.refresh_from_db()
    assert [status for status, _ in told(batch)] == ["done", "refused"]
    assert batch.finished_at
    assert in_charge(ready) == other
    line = ready.history.latest("history_id")
    assert (line.transition, line.actor) == ("reassign", Actor.of(director).reference)


def test_what_changed_since_the_preview_is_left_alone(director: User, other: User) -> None:
    changed, kept = instructed(), instructed()
    batch = confirmed(director, assign(other), changed, kept)
    third = factories.instructor("Noor", "Petit")
    reassign(changed, assignee=third, actor=Actor.of(director))
    run_batch.func(pk=batch.pk)
    assert told(batch) == [("refused", operations.CHANGED), ("done", "Confié à Eden Roy.")]
    assert in_charge(changed) == third


def test_a_second_run_does_nothing_more(director: User) -> None:
    case = instructed()
    batch = confirmed(director, Asked("relancer", text="Où en êtes-vous\u00a0?"), case)
    for _ in range(2):
        run_batch.func(pk=batch.pk)
    assert Message.objects.filter(case=case).count() == 1


def test_killed_half_way_it_is_taken_up_where_it_was(
    director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act of the second is not kept without its mark: it is done again, once."""
    cases = [instructed() for _ in range(3)]
    batch = confirmed(director, Asked("relancer", text="Bonjour."), *cases)
    outcome, runs = operations._outcome, iter(range(9))

    def dying(item: BatchItem, batch: Batch) -> Any:
        found = outcome(item, batch)
        if next(runs) == 1:
            raise SystemExit  # as a process that ends there: nothing after it runs
        return found

    monkeypatch.setattr(operations, "_outcome", dying)
    with pytest.raises(SystemExit):
        run_batch.func(pk=batch.pk)
    assert [status for status, _ in told(batch)] == ["done", "waiting", "waiting"]
    assert Message.objects.count() == 1
    run_batch.func(pk=batch.pk)
    assert [status for status, _ in told(batch)] == ["done"] * 3
    assert Message.objects.count() == 3


def test_an_error_of_one_stops_no_other(
    director: User, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    broken, kept = instructed(), instructed()
    act = bulk_acts()["relancer"]
    do = type(act).do

    def breaking(self: Any, case: Any, **given: Any) -> str:
        done = do(self, case, **given)
        if case.pk == broken.pk:
            raise ZeroDivisionError
        return done

    monkeypatch.setattr(type(act), "do", breaking)
    batch = confirmed(director, Asked("relancer", text="Bonjour."), broken, kept)
    run_batch.func(pk=batch.pk)
    assert [status for status, _ in told(batch)] == ["failed", "done"]
    assert list(Message.objects.values_list("case", flat=True)) == [kept.pk]
    assert "could not be done" in caplog.text


def test_whoever_left_meanwhile_does_nothing_more(director: User, other: User) -> None:
    case = instructed()
    batch = confirmed(director, assign(other), case)
    second = factories.manager("Sam", "Noël")
    leave_team(user=director, group=CressGroup.MANAGER, actor=Actor.of(second))
    run_batch.func(pk=batch.pk)
    assert [status for status, _ in told(batch)] == ["refused"]
    assert in_charge(case) == case.assignee


def test_only_the_cress_asks_for_it(other: User) -> None:
    with pytest.raises(Forbidden):
        confirm(uuid4(), assign(other), [], actor=Actor.of(factories.user()))


def test_several_are_put_on_an_agenda_in_order(director: User) -> None:
    session = committees.planned(committees.committee(), in_days=60, waived="")
    cases = [factories.dossier(S.ADMISSIBLE) for _ in range(2)]
    batch = confirmed(director, Asked("agenda", str(session.pk)), *cases, instructed())
    run_batch.func(pk=batch.pk)
    assert [status for status, _ in told(batch)] == ["done", "done", "refused"]
    found = AgendaItem.objects.filter(session=session).order_by("position")
    assert [item.case_id for item in found] == [case.pk for case in cases]


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_confirmations_at_once_do_it_once() -> None:
    director, token = factories.manager(), uuid4()
    cases = [instructed() for _ in range(2)]
    seen = [(case.pk, case.history_head) for case in cases]
    asked = Asked("relancer", text="Bonjour.")
    made = at_once([partial(confirm, token, asked, seen, actor=Actor.of(director))] * 2)
    assert len({batch.pk for batch in made}) == Batch.objects.count() == 1
    at_once([partial(run_batch.func, pk=made[0].pk)] * 2)
    assert [status for status, _ in told(made[0])] == ["done", "done"]
    assert Message.objects.count() == 2


def test_from_the_list_to_the_report(cress: Client, other: User) -> None:
    case = instructed()
    page = cress.get("/dossiers/instruction/").text
    assert f'name="affaire" value="{case.pk}"' in page
    page = cress.get(LIST, {"affaire": [str(case.pk), "x", str(case.pk), "9" * 30]}).text
    assert "1\u00a0dossier choisi" in page.replace("&nbsp;", "\u00a0")
    form = {"act": "confier", "affaire": case.pk, "choice": other.pk}
    page = cress.post(PREVIEW, form).text
    assert "Confié à Eden Roy." in page
    sent = dict(re.findall(r'name="(token|act|choice|text|vue)" value="([^"]*)"', page))
    first, second = (cress.post(CONFIRM, sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    batch = Batch.objects.get()
    assert "0 sur 1" in cress.get(batch.get_absolute_url()).text
    run_batch.func(pk=batch.pk)
    report = cress.get(f"{batch.get_absolute_url()}avancement/").text
    assert "Confié à Eden Roy." in report
    assert f'href="{case.get_absolute_url()}"' in report
    assert client_of(other).get(batch.get_absolute_url()).status_code == 404


def test_when_nothing_would_change_each_says_why_and_another_act_is_offered(
    cress: Client, director: User, other: User
) -> None:
    session = committees.planned(committees.committee(), in_days=60, waived="")
    new, ready = factories.dossier(S.SUBMITTED), instructed()
    picked = {"affaire": [new.pk, ready.pk]}
    page = cress.post(PREVIEW, {"act": "agenda", "choice": session.pk, **picked}).text
    assert "Aucun dossier ne serait changé" in page
    for state in ("Déposé", "En instruction"):
        assert f"il est à l’étape «\u00a0{state}\u00a0»" in page
    assert f"{LIST}?affaire={new.pk}&amp;affaire={ready.pk}" in page
    (found,) = foresee([new], assign(other), actor=Actor.of(director))
    assert found.why_not == "Cette action n’est pas possible à l’étape «\u00a0Déposé\u00a0»."


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"act": "confier"}, 200),  # nothing was picked: the page says so
        ({"act": "inconnu", "affaire": "CASE"}, 200),
        ({"act": "confier", "affaire": "CASE", "choice": ""}, 422),
        ({"act": "confier", "affaire": "CASE", "choice": "999999"}, 422),
        ({"act": "relancer", "affaire": "CASE", "text": "  "}, 422),
    ],
)
def test_what_lacks_is_said(cress: Client, form: dict[str, str], status: int) -> None:
    case = instructed()
    sent = {key: str(case.pk) if value == "CASE" else value for key, value in form.items()}
    assert cress.post(PREVIEW, sent).status_code == status


@pytest.mark.parametrize("vue", ["", "x:y", f"{10**30}:a", "999999:a"])
def test_a_preview_that_was_altered_is_refused(cress: Client, vue: str) -> None:
    sent = {"token": str(uuid4()), "act": "confier", "vue": vue}
    assert cress.post(CONFIRM, sent).status_code == 422
    assert not Batch.objects.exists()
