"""A charter changes in the open: consulted on, adopted by a vote, in force, then shown."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from committee.room import operations as room
from committee.sessions.candidates import candidates
from directory.charters.demo_charter import OF_STRUCTURES
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from directory.organisations.models import Organisation
from labelling.revisions.models import CharterRevision
from labelling.revisions.operations import (
    align,
    ask_party,
    describe_revision,
    give_opinion,
    open_consultation,
    open_revision,
    record_answer,
)
from tests import factories
from tests.committee import making as committee
from tests.labelling.revisions import making
from tests.notifications.reading import read
from tests.proof import problems
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.engine import perform
from workflows.outbox.notices import all_notices
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [unmet.code for unmet in refused.value.unmet]


def labelled() -> tuple[Organisation, Actor]:
    """An organisation with a label, and its representative."""
    dossier = factories.dossier("validated")
    return dossier.organisation, Actor.of(factories.representative_of(dossier))


@pytest.fixture
def director() -> Actor:
    return Actor.of(factories.manager())


def test_from_a_draft_to_a_text_in_force_that_a_holder_shows(director: Actor) -> None:
    before = making.in_force()
    dossier = committee.validated().case.subject
    organisation, holder = dossier.organisation, Actor.of(factories.representative_of(dossier))
    revision = making.consulting(director)
    assert revision.holders_asked == 1
    ask_party(revision, name="Le réseau des SCOP", actor=director)
    party = revision.parties.get(organisation=None)
    record_answer(
        revision, party=party.pk, position="reserved", words="À préciser.", actor=director
    )
    give_opinion(
        revision, organisation=organisation, position="unfavourable", words="", actor=holder
    )
    give_opinion(
        revision, organisation=organisation, position="favourable", words="Oui.", actor=holder
    )
    assert {each.position for each in revision.parties.all()} == {"reserved", "favourable"}
    later = timezone.now() + timedelta(days=31)
    perform(revision, "close_consultation", actor=director, reason=making.SUMMARY, at=later)
    perform(revision, "propose", actor=director, at=later)

    made = committee.committee()
    assert [waiting.pk for waiting in candidates()] == [revision.pk]
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.decide(made, item)
    revision.refresh_from_db()
    assert revision.state == "adopted"
    run_tick(timezone.now())
    assert CharterVersion.objects.in_force(CharterKind.STRUCTURES) == before

    run_tick(making.enacted(revision))
    revision.refresh_from_db()
    version = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    assert (revision.state, version.text, version.number) == ("in_force", making.NEW_TEXT, 2)
    assert revision.version == version
    align(
        revision,
        organisation=organisation,
        name="Dominique Lebreton",
        function="Présidence",
        words="Notre rapport annuel est publié.",
        actor=holder,
        at=making.enacted(revision),
    )
    shown = revision.alignments.get()
    assert shown.signature.version == version
    over = timezone.now() + timedelta(days=272)
    run_tick(over)
    revision.refresh_from_db()
    assert revision.state == "completed"
    assert problems() == []


def test_declining_to_adopt_it_is_a_rejection_with_reasons(director: Actor) -> None:
    before = making.in_force()
    revision = making.proposed(director)
    made = committee.committee()
    item = committee.voting(made, revision)
    committee.cast(made, item, "against", "against", "against")
    committee.close(made, item)
    room.decide(item, reasons="Le texte reste flou.", actor=made.chair)
    revision.refresh_from_db()
    assert (revision.state, revision.decision_reasons) == ("rejected", "Le texte reste flou.")
    run_tick(making.enacted(revision))
    assert CharterVersion.objects.in_force(CharterKind.STRUCTURES) == before
    assert problems() == []


def test_nobody_puts_a_text_in_force_by_hand(director: Actor) -> None:
    draft = factories.charter_version(in_force=False)
    with pytest.raises(Forbidden):
        put_in_force(draft, actor=director)


def test_one_that_asks_for_nothing_new_leaves_nobody_waiting(director: Actor) -> None:
    making.in_force()
    revision = making.proposed(director, transition_asks="", transition_until=None)
    made = committee.committee()
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.decide(made, item)
    revision.refresh_from_db()
    run_tick(making.enacted(revision))
    revision.refresh_from_db()
    assert revision.state == "completed"
    assert CharterVersion.objects.in_force(CharterKind.STRUCTURES) == revision.version


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "Un texte sans engagements."}, "no_parts"),
        ({"text": OF_STRUCTURES.text}, "same_text"),
        ({"text": "x" * 300 + "\n\n" + making.NEW_TEXT}, "title_too_long"),
        ({"in_force_on": date(2020, 1, 1)}, "in_force_past"),
        ({"transition_asks": ""}, "transition_half"),
        ({"transition_until": None}, "transition_half"),
        (
            {"transition_until": timezone.localdate() + timedelta(days=1)},
            "transition_too_short",
        ),
    ],
)
def test_what_cannot_be_a_new_text_is_said(
    director: Actor, changes: dict[str, object], code: str
) -> None:
    version = making.in_force()
    with pytest.raises(Refused) as refused:
        open_revision(version.charter, making.account(**changes), actor=director)
    assert code in codes(refused)
    assert not CharterRevision.objects.exists()


def test_one_revision_of_a_charter_at_a_time(director: Actor) -> None:
    version = making.in_force()
    making.revision(director)
    with pytest.raises(Refused) as refused:
        open_revision(version.charter, making.account(), actor=director)
    assert codes(refused) == ["revision_open"]


def test_only_the_direction_opens_one() -> None:
    version = making.in_force()
    with pytest.raises(Forbidden):
        open_revision(version.charter, making.account(), actor=Actor.of(factories.instructor()))


def test_a_consultation_leaves_time_to_answer_and_is_not_closed_before(director: Actor) -> None:
    making.in_force()
    revision = making.revision(director)
    today = timezone.localdate()
    with pytest.raises(Refused) as refused:
        open_consultation(revision, until=today + timedelta(days=29), actor=director)
    assert codes(refused) == ["consultation_too_short"]
    open_consultation(revision, until=today + timedelta(days=30), actor=director)
    with pytest.raises(Refused) as refused:
        perform(revision, "close_consultation", actor=director, reason=making.SUMMARY)
    assert codes(refused) == ["consultation_running"]


def test_the_text_does_not_change_under_those_who_answer(director: Actor) -> None:
    making.in_force()
    revision = making.consulting(director)
    with pytest.raises(Stale):
        describe_revision(revision, making.account(), actor=director)


def test_after_its_last_day_nobody_answers(director: Actor) -> None:
    making.in_force()
    organisation, holder = labelled()
    revision = making.consulting(director)
    late = timezone.now() + timedelta(days=32)
    with pytest.raises(Refused) as refused:
        give_opinion(
            revision,
            organisation=organisation,
            position="favourable",
            words="",
            actor=holder,
            at=late,
        )
    assert codes(refused) == ["consultation_ended"]


def test_one_answers_for_ones_own_organisation_while_it_holds_its_label(director: Actor) -> None:
    making.in_force()
    organisation, _ = labelled()
    _, other = labelled()
    stranger = Actor.of(factories.representative())
    revision = making.consulting(director)
    with pytest.raises(Refused) as refused:
        give_opinion(
            revision, organisation=organisation, position="favourable", words="", actor=other
        )
    assert codes(refused) == ["not_a_holder"]
    with pytest.raises(Forbidden):
        give_opinion(
            revision, organisation=organisation, position="favourable", words="", actor=stranger
        )


def test_an_opinion_is_asked_once_whatever_the_capitals(director: Actor) -> None:
    making.in_force()
    revision = making.revision(director)
    ask_party(revision, name="Un réseau", actor=director)
    with pytest.raises(Refused) as refused:
        ask_party(revision, name="un RÉSEAU".replace("É", "é"), actor=director)
    assert codes(refused) == ["asked_already"]


def test_those_who_signed_are_told_and_nobody_else(director: Actor) -> None:
    making.in_force()
    _, holder = labelled()
    revision = making.consulting(director)
    factories.representative()
    [told] = all_notices()["charterrevision.open_consultation"]
    assert list(told.users(revision)) == [holder.user]


@pytest.mark.parametrize(
    "action", ["open_consultation", "close_consultation", "adopt", "reject", "enact", "complete"]
)
def test_what_is_said_of_a_revision(director: Actor, action: str) -> None:
    making.in_force()
    revision = making.consulting(director)
    for words in read(f"charterrevision.{action}", revision):
        assert words.url == revision.get_absolute_url()


def test_a_text_that_another_has_replaced_is_signed_no_more(director: Actor) -> None:
    making.in_force()
    organisation, holder = labelled()
    revision = making.proposed(director)
    made = committee.committee()
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.decide(made, item)
    revision.refresh_from_db()
    run_tick(making.enacted(revision))
    put_in_force(factories.charter_version(in_force=False), actor=factories.SYSTEM)
    revision.refresh_from_db()
    with pytest.raises(Refused) as refused:
        align(
            revision,
            organisation=organisation,
            name="Dominique Lebreton",
            function="Présidence",
            words="Notre rapport.",
            actor=holder,
        )
    assert codes(refused) == ["charter_replaced"]
