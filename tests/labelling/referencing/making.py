"""Accompanists' applications in any state, made as the product makes them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from directory.annuaire.enums import Domain
from directory.charters.demo_charter import OF_ACCOMPANISTS
from directory.charters.enums import CharterKind, CommitmentKey
from directory.charters.models import CharterVersion
from directory.charters.operations import add_version, put_in_force
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionKind
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.held.running import running_of
from labelling.instruction.operations import request_complements
from labelling.referencing.inputs import Contact, MissionEntry, Offer, PersonEntry, Territory
from labelling.referencing.models import Referencing
from labelling.referencing.operations import (
    accept_commitments,
    describe_offer,
    open_referencing,
    state_territory,
    submit,
    write_mission,
    write_person,
)
from labelling.referencing.reading.commitments import groups_of
from labelling.referencing.reading.contents import CONTRACT_SLOT, TAX_SLOT
from tests import factories
from tests.files import pdf
from workflows.actors import Actor
from workflows.correspondence.operations import attach

PRESENTATION = (
    "Nous aidons les associations et les coopératives à faire le point sur leurs pratiques, à "
    "choisir leurs priorités et à les tenir dans la durée."
)


def charter() -> CharterVersion:
    """The accompanists' charter in force, in our own words, made once."""
    found = CharterVersion.objects.in_force(CharterKind.ACCOMPANISTS)
    if found:
        version: CharterVersion = found
        return version
    return put_in_force(another_charter(OF_ACCOMPANISTS.text), actor=factories.SYSTEM)


def another_charter(text: str) -> CharterVersion:
    """A draft of the same commitments under another text."""
    return add_version(
        kind=CharterKind.ACCOMPANISTS,
        title=OF_ACCOMPANISTS.title,
        text=text,
        principles=[(str(key), words) for key, words in OF_ACCOMPANISTS.parts],
        actor=factories.SYSTEM,
    )


def referencing(state: str = S.DRAFT, *, org: Organisation | None = None) -> Referencing:
    """One brought to `state` by the shortest lawful path; it renews what runs, if anything does."""
    org = org or factories.organisation()
    person = User.objects.filter(memberships__organisation=org).first()
    made = open_referencing(
        organisation=org,
        renews=running_of(org.pk, RecognitionKind.ACCOMPANIST, timezone.localdate()),
        actor=Actor.of(person or factories.representative(org)),
    )
    person = factories.representative_of(made)
    for step in PATHS[S(state)]:
        STEPS[step](made, person)
    assert made.state == state
    return made


def offer(**changes: Any) -> Offer:
    """Whole approach and an action on governance, accompaniment only, without private part."""
    values: dict[str, Any] = {
        "presentation": PRESENTATION,
        "website": "https://accompagne.example",
        "accompanies": True,
        "trains": False,
        "whole_approach": True,
        "domains": [Domain.GOVERNANCE],
        "private_part": False,
    }
    return Offer(**(values | changes))


def mission(**changes: Any) -> MissionEntry:
    """A mission that proves both, two years ago."""
    values: dict[str, Any] = {
        "client": None,
        "client_name": "Association Les Tilleuls",
        "year": timezone.localdate().year - 2,
        "ended_on": None,
        "theme": "Démarche d’amélioration continue",
        "description": "Autodiagnostic, plan d’actions, suivi pendant un an.",
        "with_ess": True,
        "on_improvement": True,
        "publishable": True,
        "contact": Contact("Maud Keller", email="maud@exemple.fr"),
    }
    return MissionEntry(**(values | changes))


def fill(made: Referencing, person: User) -> None:
    """Everything that the filing asks for, the signature left out."""
    actor = Actor.of(person)
    describe_offer(made, offer=offer(), actor=actor)
    state_territory(made, territory=Territory(["49", "44"], at_a_distance=True), actor=actor)
    write_mission(made, entry=mission(), actor=actor)
    accept_all(made, person)
    attach(made, slot=TAX_SLOT, upload=pdf("attestation.pdf"), by=person)
    attach(made, slot=CONTRACT_SLOT, upload=pdf("convention.pdf"), by=person)


def fill_what_lacks(made: Referencing, person: User) -> None:
    """What is not there yet, whatever was written before."""
    actor = Actor.of(person)
    describe_offer(made, offer=offer(), actor=actor)
    state_territory(made, territory=Territory(["49"], at_a_distance=False), actor=actor)
    if not made.missions.filter(removed_at=None).exists():
        write_mission(made, entry=mission(), actor=actor)
    accept_all(made, person)
    for slot in (TAX_SLOT, CONTRACT_SLOT):
        attach(made, slot=slot, upload=pdf(), by=person)


def accept_all(made: Referencing, person: User) -> None:
    version = charter()
    accepted = {
        str(group.key): [commitment.rank for commitment in group.commitments]
        for group in groups_of(version, {})
    }
    accept_commitments(made, version=version, accepted=accepted, actor=Actor.of(person))


def train(made: Referencing, person: User) -> None:
    """They use the private part, and somebody is trained to it."""
    actor = Actor.of(person)
    describe_offer(made, offer=offer(private_part=True), actor=actor)
    entry = PersonEntry("Ali Benoît", timezone.localdate() - timedelta(days=90))
    write_person(made, entry=entry, actor=actor)
    attach(made, slot=made.people.get().slot, upload=pdf("formation.pdf"), by=person)


def file(made: Referencing, person: User) -> None:
    fill(made, person)
    sign(made, person)


def sign(made: Referencing, person: User, at: datetime | None = None) -> Referencing:
    """Sign the charter in force, and so file it."""
    name = person.get_full_name()
    return submit(made, version=charter(), user=person, name=name, function="Gérante", at=at)


def ask(made: Referencing, person: User) -> None:
    request_complements(
        made,
        items=[(CommitmentKey.EXPERIENCE, "Datez vos missions.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(made.assignee),
    )


STEPS: dict[str, Callable[[Any, User], None]] = {**factories.STEPS, "submit": file, "ask": ask}
PATHS: dict[S, list[str]] = {
    state: [step for step in path if step not in ("sign", "present")]
    for state, path in factories.PATHS.items()
    if state not in (S.COMMITTED, S.PRESENTED)
}
