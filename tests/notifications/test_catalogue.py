"""Every event of every lifecycle is told in words or silenced by name, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from committee.appointments.operations import cancel_appointment, end_mandate
from committee.sessions.models import AgendaItem, Session
from directory.memberships.models import Membership
from directory.people.enums import CressGroup
from directory.people.operations import join_team, leave_team
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.representation.operations import open_claim
from labelling.instruction.operations import answer_complement, request_complements
from notifications.catalogue import CATALOGUE, SILENCED, Notice, notices_for
from notifications.enums import Category
from notifications.letters import Words, letter_to, words_of
from notifications.targets import url_of
from tests import factories
from tests.committee import making
from tests.notifications.draining import events
from tests.product import product_lifecycles
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.models import Task
from workflows.outbox.events import Event
from workflows.policies import all_policies
from workflows.presentation.french import format_date, format_long_date

NBSP = "\u00a0"
# Not of a lifecycle: places that people take and leave, messages, and what `tick` says.
PLACES = {"mandate.appoint", "mandate.end", "mandate.cancel", "teamrole.join", "teamrole.leave"}
OTHERS = PLACES | {"message.post", "task.due_soon", "task.overdue"}
APPS = ("workflows", "directory", "labelling", "committee")


def transition_events() -> set[str]:
    return {
        f"{model._meta.model_name}.{item.name}"
        for model in product_lifecycles()
        for item in machine_of(model).transitions.values()
        if not item.law.silent
    }


@cache
def creation_actions() -> set[str]:
    """Every action that a call of `engine.create` names in the code, and the default one."""
    found = {"create"}
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            found |= set(_actions(path))
    return found


def _actions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "create":
            for keyword in node.keywords:
                if keyword.arg == "action" and isinstance(keyword.value, ast.Constant):
                    yield str(keyword.value.value)


def test_every_transition_that_tells_is_told_or_silenced():
    known = CATALOGUE.keys() | set(SILENCED)
    assert transition_events() - known == set()


def test_every_lifecycle_has_a_creation_told_or_silenced():
    known = CATALOGUE.keys() | set(SILENCED)
    for model in product_lifecycles():
        names = {f"{model._meta.model_name}.{action}" for action in creation_actions()}
        assert names & known, f"{model._meta.label} is created, and nobody says whether to tell"


def test_nothing_is_both_told_and_silenced_nor_silenced_twice():
    assert CATALOGUE.keys() & set(SILENCED) == set()
    assert len(SILENCED) == len(set(SILENCED))


def test_the_catalogue_names_no_event_that_cannot_happen():
    creations = {
        f"{model._meta.model_name}.{action}"
        for model in product_lifecycles()
        for action in creation_actions()
    }
    known = CATALOGUE.keys() | set(SILENCED)
    assert known - transition_events() - creations == OTHERS


def test_an_unknown_event_is_no_silent_one():
    with pytest.raises(KeyError):
        notices_for("dossier.unheard_of")
    assert notices_for("framework.create") == ()


def test_every_audience_named_is_a_policy():
    named = {
        notice.audience
        for notices in CATALOGUE.values()
        for notice in notices
        if isinstance(notice.audience, str)
    }
    assert named <= all_policies().keys()


def test_every_template_is_used():
    folder = Path(settings.BASE_DIR) / "templates/notifications/email"
    used = {notice.template for notices in CATALOGUE.values() for notice in notices}
    assert {path.stem for path in folder.glob("*.txt")} - {"letter"} == used


def notice(event: str, template: str) -> Notice:
    return next(item for item in CATALOGUE[event] if item.template == template)


def an_event(name: str, subject: Any, actor: str = "system:tests") -> Event:
    state = getattr(subject, "state", "")
    return Event(name, subject._meta.label_lower, subject.pk, 0, state, actor)


def read(name: str, subject: Any) -> list[Words]:
    """Every notice of the event `name` about `subject`, checked for the rules of our French."""
    event = an_event(name, subject)
    said = [words_of(item, subject, event) for item in CATALOGUE[name]]
    for words in said:
        text = "\n".join([words.subject, words.summary, words.details])
        assert words.subject
        assert words.summary
        assert words.url == url_of(subject)
        assert not re.search(r"[^\u00a0][:;?»](\s|$)|«[^\u00a0]|!|veuillez", text), text
        assert "None" not in text
    return said


STATES = {
    "dossier.open": "draft",
    "dossier.sign_charter": "committed",
    "dossier.record_presentation": "presented",
    "dossier.submit": "submitted",
    "dossier.take_charge": "under_instruction",
    "dossier.reassign": "under_instruction",
    "dossier.request_complements": "to_complete",
    "dossier.resubmit": "under_instruction",
    "dossier.declare_admissible": "admissible",
    "dossier.enter_deliberation": "in_deliberation",
    "dossier.validate": "validated",
    "dossier.refuse": "refused",
    "dossier.appeal": "appealed",
    "dossier.withdraw": "withdrawn",
    "dossier.close_inactive": "closed",
    "dossier.remind_late": "closed",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "state"), STATES.items())
def test_what_is_said_of_a_dossier(name, state):
    dossier = factories.dossier(state)
    for words in read(name, dossier):
        assert words.url == dossier.get_absolute_url()


def test_every_event_of_a_dossier_is_read_here():
    told = {name for name in CATALOGUE if name.startswith("dossier.")}
    assert told - STATES.keys() == {"dossier.adjourn"}


@pytest.mark.django_db
def test_an_adjournment_says_why_and_until_when():
    dossier = factories.dossier("in_deliberation")
    actor = factories.decision(dossier, "adjourn")
    perform(dossier, "adjourn", actor=actor, reason="Préciser le plan d’actions.")
    [event] = events("dossier.adjourn")
    words = words_of(notice("dossier.adjourn", "dossier_adjourn"), dossier, event)
    assert "Préciser le plan d’actions." in words.details
    assert "au plus tard le " in words.summary


@pytest.mark.django_db
def test_a_label_granted_comes_with_its_number_its_validity_and_its_page(settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr/"
    dossier = factories.dossier("validated")
    granted = dossier.recognitions.get()
    words = read("dossier.validate", dossier)[0]
    assert f"https://ose.exemple.fr{granted.get_absolute_url()}" in words.details
    assert f"Numéro du label{NBSP}: {granted.number}" in words.details
    validity = f"du {format_date(granted.valid_from)} au {format_date(granted.valid_until)}"
    assert validity in words.details


@pytest.mark.django_db
def test_a_refusal_says_the_last_day_of_appeal():
    dossier = factories.dossier("refused")
    words = read("dossier.refuse", dossier)[0]
    assert dossier.appealable_until
    assert f"jusqu’au {format_date(dossier.appealable_until)} inclus" in words.details


@pytest.mark.django_db
def test_complements_are_listed_those_of_this_round_alone():
    dossier = factories.dossier("to_complete")
    first, person = dossier.complements.get(), Actor.of(factories.representative_of(dossier))
    answer_complement(dossier, complement_id=first.pk, answer="Voici.", actor=person)
    perform(dossier, "resubmit", actor=person)
    request_complements(
        dossier,
        items=[("practices", "Dater les pratiques."), ("", "Joindre le bilan.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(dossier.assignee),
    )
    [words] = read("dossier.request_complements", dossier)
    assert f"- Pratiques existantes{NBSP}: Dater les pratiques." in words.details
    assert "- Joindre le bilan." in words.details
    assert first.request not in words.details


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["request", "accept", "decline", "promote", "end"])
def test_what_is_said_of_a_membership(action):
    organisation = factories.organisation("L’Établi")
    membership: Membership = factories.membership(factories.user(), organisation)
    for words in read(f"membership.{action}", membership):
        assert "L’Établi" in words.subject + words.summary


@pytest.mark.django_db
def test_the_cress_is_asked_to_verify_only_whom_nobody_confirmed():
    organisation = factories.organisation("L’Établi")
    known = factories.membership(factories.user(), organisation)
    unknown = factories.membership(factories.user(), organisation, verified=False)
    helper = factories.membership(factories.user(), organisation, "contributor")
    staff = {factories.instructor(), factories.manager()}
    linked = factories.manager()
    factories.membership(linked, organisation, "contributor")
    [asked] = CATALOGUE["membership.create"]
    assert set(asked.users(unknown)) == staff
    for membership in (known, helper):
        assert not asked.users(membership).exists()
    assert asked.asks


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["verify", "reject_verification", "revoke"])
def test_what_is_said_of_who_represents(action):
    organisation = factories.organisation("L’Établi")
    membership = factories.membership(person := factories.user(), organisation)
    [words] = read(f"membership.{action}", membership)
    assert "L’Établi" in words.subject
    [told] = CATALOGUE[f"membership.{action}"]
    assert list(told.users(membership)) == [person]


@pytest.mark.django_db
def test_a_claim_is_for_the_direction_and_its_answer_for_the_person():
    claimed = factories.organisation("L’Établi")
    in_place = factories.representative(claimed)
    manager, person = factories.manager(), factories.user()
    factories.instructor()
    claim = open_claim(
        organisation=claimed, user=person, function="Gérante", explanation="Élue en juin."
    )
    told, asked = CATALOGUE["representationclaim.open"]
    assert list(told.users(claim)) == [person]
    assert list(asked.users(claim)) == [manager]
    for action in ("accept", "refuse"):
        [notice_] = CATALOGUE[f"representationclaim.{action}"]
        assert list(notice_.users(claim)) == [person]
        read(f"representationclaim.{action}", claim)
    received, wanted = read("representationclaim.open", claim)
    assert "Élue en juin." in received.details
    assert "L’Établi" in wanted.subject
    assert in_place.get_full_name() not in wanted.summary + wanted.details


@pytest.mark.django_db
def test_what_is_said_of_a_place_taken_and_left():
    made = making.committee()
    clerk = factories.user("Nora", "Petit")
    mandate = making.seat(made, user=clerk, organisation=factories.organisation("L’Établi"))
    first, last = mandate.starts_on, timezone.localdate()
    end_mandate(mandate, ends_on=last, reason="Départ.", actor=made.cress)
    mistaken = making.seat(made)
    cancel_appointment(mistaken, reason="Homonyme.", actor=made.cress)
    role = join_team(user=clerk, group=CressGroup.INSTRUCTOR, actor=made.cress)
    leave_team(user=clerk, group=CressGroup.INSTRUCTOR, actor=made.cress)
    subjects = {"mandate.cancel": mistaken} | dict.fromkeys(
        ["teamrole.join", "teamrole.leave"], role
    )
    for name in PLACES:
        subject = subjects.get(name, mandate)
        sent = [event for event in events(name) if event.pk == subject.pk]
        assert len(sent) == 1, name
        [item] = CATALOGUE[name]
        assert list(item.users(subject)) == [subject.user]
        read(name, subject)
    [ended] = events("mandate.end")
    [item] = CATALOGUE["mandate.end"]
    words = words_of(item, mandate, ended)
    assert format_date(last) in words.summary
    assert "Départ." in words.details
    [appointed] = read("mandate.appoint", mandate)
    assert f"{format_date(first)}" in appointed.summary
    assert "pour L’Établi" in appointed.summary


@pytest.mark.django_db
def test_what_is_said_of_a_recognition():
    dossier = factories.dossier("validated")
    recognition = Recognition.objects.get(case=dossier)
    assert recognition.state == RecognitionState.ACTIVE
    manager = factories.manager()
    reason = "Le logo est utilisé hors périmètre."
    perform(recognition, "suspend", actor=Actor.of(manager), reason=reason)
    [event] = events("recognition.suspend")
    words = words_of(notice("recognition.suspend", "recognition_suspend"), recognition, event)
    assert reason in words.details
    assert recognition.number in words.summary
    told = [name for name in CATALOGUE if name.startswith("recognition.")]
    for name in told:
        read(name, recognition)


@pytest.mark.django_db
def test_what_is_said_of_a_message():
    dossier = factories.dossier("under_instruction")
    message = post_message(dossier, author=dossier.assignee, body="Bonjour, une question.")
    [words] = read("message.post", message)
    assert words.details.startswith("Bonjour, une question.")
    assert words.url == dossier.get_absolute_url()


@pytest.mark.django_db
def test_what_a_reminder_says():
    factories.dossier("to_complete")
    [words] = read("task.due_soon", Task.objects.open().get(asks="resubmit"))
    assert "classé sans suite" in words.details
    factories.dossier("submitted")
    [words] = read("task.overdue", Task.objects.open().get(asks="take_charge"))
    assert words.summary.startswith("Prendre en charge\u00a0: c’était attendu au plus tard le")


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["convene", "cancel", "close", "record_minutes"])
def test_what_is_said_of_a_session(action):
    starts_at = timezone.make_aware(datetime(2026, 12, 10, 14))  # noqa: DTZ001 - made aware here
    session = Session(pk=1, starts_at=starts_at, place="Nantes")
    [words] = read(f"session.{action}", session)
    assert "10\u00a0décembre\u00a02026" in words.subject + words.summary
    if action == "convene":
        assert "14\u00a0h, Nantes" in words.summary


@pytest.mark.django_db
def test_a_session_nobody_was_called_to_is_cancelled_in_silence():
    [called_off] = CATALOGUE["session.cancel"]
    assert list(called_off.users(Session(pk=1, place="Nantes"))) == []


@pytest.mark.django_db
def test_the_message_id_follows_from_the_event_and_the_person():
    words = Words("Sujet", "Résumé", "", "/dossiers/1/")
    one, other = factories.user(), factories.user()
    first = letter_to(one, words, "dossier.submit:1:2").extra_headers["Message-ID"]
    assert letter_to(one, words, "dossier.submit:1:2").extra_headers["Message-ID"] == first
    assert letter_to(other, words, "dossier.submit:1:2").extra_headers["Message-ID"] != first
    assert letter_to(one, words, "dossier.submit:1:3").extra_headers["Message-ID"] != first
    assert first.endswith("@cress.example>")


def test_mandatory_categories_carry_what_has_a_deadline():
    asked = {item.category for items in CATALOGUE.values() for item in items if item.asks}
    assert asked == {Category.REQUESTS, Category.SESSIONS}


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["add", "remove"])
def test_what_is_said_of_an_agenda_that_changes(action):
    item = making.item(committee := making.committee(), making.planned(committee))
    [words] = read(f"agendaitem.{action}", item)
    assert item.case.title in words.summary
    assert format_long_date(item.session.held_on) in words.subject


@pytest.mark.django_db
def test_those_called_learn_what_joins_or_leaves_the_agenda_since():
    made = making.committee()
    session = making.planned(made, in_days=30)
    [added], [removed] = CATALOGUE["agendaitem.add"], CATALOGUE["agendaitem.remove"]
    listed = making.item(made, session)
    gone = making.item(made, session)
    perform(gone, "remove", actor=made.cress)
    assert not added.users(listed).exists()
    assert not removed.users(gone).exists()
    perform(session, "convene", actor=made.cress)
    late = AgendaItem.objects.get(pk=making.item(made, session).pk)
    members = {mandate.user_id for mandate in made.mandates}
    for item in (listed, gone):
        item.session.refresh_from_db()
    assert not added.users(listed).exists()
    assert not removed.users(gone).exists()
    assert {user.pk for user in added.users(late)} == members
    perform(late, "remove", actor=made.cress)
    assert {user.pk for user in removed.users(late)} == members
    perform(session, "cancel", actor=made.cress, reason="Salle indisponible.")
    swept = AgendaItem.objects.get(pk=listed.pk)
    assert swept.state == "removed"
    assert not removed.users(swept).exists()
