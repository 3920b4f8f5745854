"""A new text of the charter, on which those who signed are asked."""

from datetime import timedelta

from config.demo.cast import Cast
from config.demo.data import TEXTS
from config.demo.dates import days_from, moment
from directory.recognitions.models import Recognition
from labelling.revisions.inputs import RevisionAccount
from labelling.revisions.operations import (
    ask_party,
    give_opinion,
    open_consultation,
    open_revision,
    record_answer,
)
from workflows.actors import Actor


def consult_on_a_revision(cast: Cast) -> None:
    """Opened two weeks ago; a network and a structure have answered, another has not."""
    words = TEXTS["revision"]
    begun, director = days_from(cast.today, -14), Actor.of(cast.manager)
    revision = open_revision(
        cast.charter.charter,
        RevisionAccount(
            text=f"{cast.charter.text.rstrip()}\n\n{words['addition']}\n",
            rationale=words["rationale"],
            in_force_on=cast.today + timedelta(days=150),
            transition_asks=words["asks"],
            transition_until=cast.today + timedelta(days=330),
        ),
        actor=director,
        at=moment(begun, 9),
    )
    for party in words["parties"]:
        ask_party(revision, name=party, actor=director, at=moment(begun, 10))
    open_consultation(
        revision, until=cast.today + timedelta(days=25), actor=director, at=moment(begun, 11)
    )
    answered = days_from(cast.today, -5)
    record_answer(
        revision,
        party=revision.parties.earliest("pk").pk,
        position="reserved",
        words=words["network"],
        actor=director,
        at=moment(answered, 10),
    )
    _one_structure_answers(cast, words["structure"])


def _one_structure_answers(cast: Cast, words: str) -> None:
    revision = cast.charter.charter.revisions.get()
    held = Recognition.objects.filter(kind=revision.grants, state="active")
    organisation = held.earliest("pk").organisation
    person = organisation.memberships.active().filter(role="representative").earliest("pk").user
    give_opinion(
        revision,
        organisation=organisation,
        position="favourable",
        words=words,
        actor=Actor.of(person),
        at=moment(days_from(cast.today, -3), 16),
    )
