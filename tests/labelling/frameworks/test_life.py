"""A framework is a case that the committee decides, and examines again at its date."""

from datetime import timedelta

import pytest
from django.utils import timezone

from committee.room import operations as room
from committee.sessions.candidates import candidates
from directory.delays.in_force import delay
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Coverage, Framework
from labelling.frameworks.operations import describe_framework, propose_framework
from labelling.frameworks.ticking import framework_reviews
from tests import factories
from tests.committee import making
from tests.proof import problems
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
WHY = "L’exigence 6 le demande."


def account(name: str = "Référentiel", **coverage: str) -> FrameworkAccount:
    return FrameworkAccount(name, "Réseau", "", "Quarante exigences.", coverage)


def proposed(**coverage: str) -> Framework:
    actor = Actor.of(factories.instructor())
    return propose_framework(account(**coverage or {"practices": WHY}), actor=actor)


def covered(framework: Framework) -> dict[str, str]:
    return dict(framework.coverages.exclude(reasons="").values_list("principle", "reasons"))


def asked(framework: Framework) -> list[Task]:
    return list(Task.objects.open().requests().filter(process__case=framework.pk))


def test_the_committee_recognises_it_then_recognises_it_again_with_its_proof() -> None:
    made, case = making.committee(), proposed()
    assert [waiting.pk for waiting in candidates()] == [case.pk]
    item = making.voting(made, case)
    assert making.round_of(item).question.startswith("Reconnaissez-vous ce référentiel")
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    case.refresh_from_db()
    today = timezone.localdate()
    assert (case.state, case.recognised_on) == ("recognised", today)
    assert case.review_on == delay("framework_review_months").after(today)
    assert asked(case) == []
    assert not candidates().exists()

    perform(case, "ask_review", actor=made.cress)
    assert [waiting.pk for waiting in candidates()] == [case.pk]
    again = making.voting(made, case)
    case.refresh_from_db()
    assert case.state == "recognised"
    making.cast(made, again, "for", "for", "for")
    making.decide(made, again)
    case.refresh_from_db()
    assert (case.state, case.review_asked_on, asked(case)) == ("recognised", None, [])
    assert problems() == []


def test_declining_to_recognise_it_is_a_withdrawal_with_reasons() -> None:
    made, case = making.committee(), proposed()
    item = making.voting(made, case)
    making.cast(made, item, "against", "against", "against")
    making.close(made, item)
    with pytest.raises(Refused):
        room.decide(item, actor=made.chair)
    room.decide(item, reasons="Rien n’est vérifié sur place.", actor=made.chair)
    case.refresh_from_db()
    assert (case.state, case.withdrawn_on) == ("withdrawn", timezone.localdate())
    assert case.decision_reasons == "Rien n’est vérifié sur place."
    assert not Framework.objects.public().exists()
    assert problems() == []


def test_a_deferred_one_waits_for_another_session() -> None:
    made, case = making.committee(), proposed()
    item = making.voting(made, case)
    room.defer(item, reason="Faute de temps.", actor=made.chair)
    assert [waiting.pk for waiting in candidates()] == [case.pk]


def test_nobody_but_the_committee_decides() -> None:
    case, director = proposed(), Actor.of(factories.manager())
    for name in ("recognise", "withdraw"):
        with pytest.raises(Forbidden):
            perform(case, name, actor=director, reason="Essai.")


def test_only_the_cress_proposes_and_only_what_covers_something() -> None:
    with pytest.raises(Forbidden):
        propose_framework(account(practices=WHY), actor=Actor.of(factories.representative()))
    with pytest.raises(Refused) as refused:
        proposed(practices="  ")
    assert [unmet.code for unmet in refused.value.unmet] == ["covers_nothing"]
    proposed()
    with pytest.raises(Refused) as taken:
        proposed()
    assert [unmet.field for unmet in taken.value.unmet] == ["name"]


def test_whoever_proposed_it_does_not_vote_on_it() -> None:
    made = making.committee()
    case = factories.framework(recognised=False)
    item = making.opened(made, case).items.get()
    assert case.assignee
    assert item.case.assignee_id == case.assignee_id


def test_what_it_covers_changes_until_it_is_decided() -> None:
    case = proposed(practices=WHY, questioning=WHY)
    actor = Actor.of(factories.instructor())
    told = account("Autre nom", questioning="Exigence 12.", accessibility=WHY)
    describe_framework(case, told, actor=actor)
    assert covered(case) == {"questioning": "Exigence 12.", "accessibility": WHY}
    assert (case.name, case.title) == ("Autre nom", "Autre nom")
    assert Coverage.history.filter(principle="practices").count() == 2
    with pytest.raises(Refused):
        describe_framework(case, account(), actor=actor)
    perform(case, "recognise", actor=factories.decision(case, "recognise"))
    with pytest.raises(Stale):
        describe_framework(case, told, actor=actor)


def test_a_name_is_not_taken_from_another() -> None:
    proposed()
    other = factories.framework(recognised=False)
    told = account("Référentiel", practices=WHY)
    with pytest.raises(Refused) as refused:
        describe_framework(other, told, actor=Actor.of(factories.instructor()))
    assert [unmet.field for unmet in refused.value.unmet] == ["name"]


def test_time_asks_for_the_examination_ahead_of_its_date_and_once() -> None:
    case = factories.framework()
    now = timezone.now()
    assert list(framework_reviews(now)) == []
    near = now + timedelta(days=30 * 28)
    [due] = framework_reviews(near)
    due.do()
    case.refresh_from_db()
    assert case.review_asked_on == timezone.localdate(near)
    [task] = asked(case)
    assert timezone.localdate(task.due_at) == case.review_on
    assert list(framework_reviews(near)) == []
    with pytest.raises(Refused) as refused:
        perform(case, "ask_review", actor=Actor.of(factories.manager()))
    assert [unmet.code for unmet in refused.value.unmet] == ["review_asked"]
