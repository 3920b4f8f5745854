"""The demo is whole, made by the law, loaded once, and open to all its accounts."""

from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from operator import itemgetter

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from stdnum import luhn

from committee.bodies.models import Mandate
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.models import AgendaItem, Session
from committee.voting.headcount import headcount
from committee.voting.models import Decision
from config.demo.data import ORGANISATIONS
from config.demo.people import (
    ACCOUNTS,
    INSTRUCTOR,
    NEWCOMER,
    PASSWORD,
    REPRESENTATIVE,
)
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from directory.memberships.policies import organisations_of
from directory.organisations.departments import PAYS_DE_LA_LOIRE
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.evidence.completeness import principle_statuses
from labelling.frameworks.enums import FrameworkState
from labelling.frameworks.models import Framework
from labelling.instruction.enums import ApplicationState
from labelling.referencing.models import Referencing
from tests.demo import kept_meanwhile
from workflows.actors import Actor
from workflows.engine import verdict
from workflows.history import audited_models
from workflows.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """What `load_demo` prints; loaded once for these tests, then rolled back."""
    with kept_meanwhile(django_db_blocker):
        yield run()


def run(*arguments: str) -> str:
    printed = StringIO()
    call_command("load_demo", *arguments, stdout=printed)
    return printed.getvalue()


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_every_state_is_there(demo: str) -> None:
    assert set(Dossier.objects.values_list("state", flat=True)) == set(ApplicationState)
    of_listings = set(Referencing.objects.values_list("state", flat=True))
    assert of_listings == {state.value for state in Referencing.STATES}
    assert set(Recognition.objects.values_list("state", flat=True)) == set(RecognitionState)
    assert set(Framework.objects.values_list("state", flat=True)) == set(FrameworkState)
    assert set(Session.objects.values_list("state", flat=True)) == {
        SessionState.MINUTED,
        SessionState.OPEN,
        SessionState.CONVENED,
    }
    for kind in (Dossier, Framework):
        decided = Decision.objects.filter(case__kind=kind._meta.label_lower)
        assert set(decided.values_list("outcome", flat=True)) == {
            proposal.key for proposal in kind.proposals
        }


def test_the_history_is_intact(demo: str) -> None:
    printed = StringIO()
    call_command("verify_history", stdout=printed)
    assert "labelling.Dossier : conforme" in printed.getvalue()


def test_a_second_run_changes_nothing_and_shows_the_accounts_again(demo: str) -> None:
    before = rows()
    again = run()
    assert rows() == before
    assert "déjà chargée" in again
    for account in ACCOUNTS:
        assert account.email in demo
        assert account.email in again


def test_every_account_signs_in(demo: str) -> None:
    for account in ACCOUNTS:
        client = Client()
        answer = client.post(
            reverse("account_login"), {"login": account.email, "password": PASSWORD}
        )
        assert answer.status_code == 302, account
        user = User.objects.get(pk=client.session["_auth_user_id"])
        assert user.get_full_name() == account.name
        assert user.is_superuser == account.is_superuser
        assert (not user.memberships.exists()) or account is not NEWCOMER


def test_a_site_that_may_hold_real_data_is_left_alone(settings) -> None:
    settings.SECRET_KEY = "k7$9vQ2!mZx4Lp8@wR3#tY6^uH1&jN5*bG0(cF-dS=aE_oI+"
    before = rows()
    with pytest.raises(CommandError, match="--force-demo-data"):
        run()
    assert rows() == before


def test_structures_are_of_the_region_and_eligible(demo: str) -> None:
    organisations = list(Organisation.objects.all())
    assert len(organisations) == len(ORGANISATIONS) >= 40
    assert {organisation.department for organisation in organisations} == set(PAYS_DE_LA_LOIRE)
    assert all(organisation.eligibility.eligible for organisation in organisations)
    assert all(luhn.is_valid(o.siren) for o in organisations if o.siren)
    assert len({organisation.legal_form for organisation in organisations}) >= 8


def test_the_charter_in_force_has_six_principles(demo: str) -> None:
    version = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    assert version.principles.count() == 6


def test_the_representative_is_told_what_is_missing(demo: str) -> None:
    dominique = User.objects.get(email=REPRESENTATIVE.email)
    organisation = organisations_of(dominique).get()
    dossier = Dossier.objects.get(organisation=organisation)
    assert dossier.state == ApplicationState.PRESENTED
    unmet = verdict(dossier, "submit", actor=Actor.of(dominique)).unmet
    assert [condition.code for condition in unmet] == [
        "action_plan_missing",
        "accessibility_missing",
    ]
    assert [status.state for status in principle_statuses(dossier)].count("done") == 4
    assert organisation.memberships.active().count() == 2
    assert organisation.memberships.requested().count() == 1


def test_the_instructor_is_late_on_one_dossier(demo: str) -> None:
    today = timezone.localdate()
    in_charge = Dossier.objects.filter(
        assignee__email=INSTRUCTOR.email, state=ApplicationState.UNDER_INSTRUCTION
    )
    assert in_charge.filter(instruction_due_on__lt=today).count() == 1
    assert in_charge.filter(instruction_due_on__gte=today).count() == 1


def test_a_renewal_follows_the_label_it_renews(demo: str) -> None:
    renewed = Recognition.objects.filter(state=RecognitionState.RENEWED)
    following = [label.next for label in renewed]
    assert all(label and label.state == RecognitionState.ACTIVE for label in following)
    scheduled = Recognition.objects.get(state=RecognitionState.SCHEDULED)
    assert scheduled.previous is not None
    assert scheduled.previous.state == RecognitionState.ACTIVE
    assert scheduled.valid_from == scheduled.previous.valid_until


def test_the_committee_sits_and_its_decisions_recompute(demo: str) -> None:
    assert Mandate.objects.count() == 12
    colleges = set(Mandate.objects.values_list("college__name", flat=True))
    assert colleges == set(settings.OSE_COLLEGES)
    assert all(decision.recomputes() for decision in Decision.objects.all())
    waiting = AgendaItem.objects.filter(
        state__in=[AgendaItemState.QUEUED, AgendaItemState.OPEN]
    ).select_related("session__body", "case")
    assert waiting.count() >= 5
    # The appeal too: those who voted the decision it contests take no part.
    assert not any(headcount(item).too_few for item in waiting)


def test_nothing_is_dated_after_now_nor_out_of_order(demo: str) -> None:
    now = timezone.now()
    for model in audited_models():
        assert not model.history.filter(history_date__gt=now).exists()
        key_of = model._meta.pk.attname
        rows = model.history.order_by(key_of, "history_id").values_list(key_of, "history_date")
        for key, lines in groupby(rows, itemgetter(0)):
            dates = [day for _, day in lines]
            assert dates == sorted(dates), (model, key)
    assert not Attachment.objects.filter(uploaded_at__gt=now).exists()
    # By number: two dossiers may be filed at the same moment.
    filed = Dossier.objects.exclude(reference=None).order_by("reference")
    moments = [dossier.submitted_at for dossier in filed if dossier.submitted_at]
    assert len(moments) == len(filed)
    assert moments == sorted(moments)


def test_only_the_last_days_are_told(demo: str) -> None:
    """The first worker to start must not write to people about four years ago."""
    tasks = DBTaskResult.objects.all()
    events = [task.args_kwargs["kwargs"]["event"]["name"] for task in tasks]
    assert "dossier.validate" not in events
    assert "session.convene" in events
    assert len(events) < 30
