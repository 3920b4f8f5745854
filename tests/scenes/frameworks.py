"""The frameworks of other networks: proposed, examined by the committee, followed by dossiers."""

from dataclasses import dataclass
from functools import partial

from committee.room import operations as room
from directory.people.models import User
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.frameworks.enums import FrameworkState
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Framework
from labelling.frameworks.operations import describe_framework, propose_framework
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making
from tests.racing import Act
from tests.scenes.dossiers import acts_of_structure
from tests.scenes.scene import Acts, Scene, again, performing
from tests.scenes.sessions import Agenda
from workflows.actors import Actor
from workflows.engine import perform

ENTERED = "agendaitem.open+framework.enter_deliberation"
WITHDRAWN = "agendaitem.decide+framework.withdraw"


@dataclass
class Examined(Agenda):
    """A framework on the agenda of an open session."""

    framework: Framework


def account(name: str = "Un autre référentiel") -> FrameworkAccount:
    return FrameworkAccount(name, "Réseau", "", "Essai.", {"practices": "L’exigence 6."})


def framework_acts(found: Framework, manager: User) -> Acts:
    """What the CRESS may try on `found` as it is, and beside it."""
    actor = Actor.of(manager)
    candidate = found.state == FrameworkState.CANDIDATE
    describing: Acts = {
        "framework.describe": lambda: describe_framework(again(found), account(), actor=actor)
    }
    return {
        **(describing if candidate else {}),
        **performing(found, "change_files", actor),
        **performing(found, "ask_review", actor),
        "framework.propose": lambda: propose_framework(account(), actor=actor),
    }


def queued(found: Framework) -> Examined:
    made = making.committee()
    session = making.opened(made, found)
    return Examined(made, session, session.items.get(), again(found))


def counted(found: Framework, *, proposal: str) -> Examined:
    """The vote on `proposal` is closed, and adopted."""
    examined = queued(found)
    room.open_item(examined.item, actor=examined.made.chair, proposal=proposal)
    making.cast(examined.made, examined.item, *["for"] * 4)
    making.close(examined.made, examined.item)
    return examined


def recognised() -> Framework:
    """By a committee, as it is done."""
    examined = counted(factories.framework(recognised=False), proposal="recognise")
    deciding(examined)()
    return again(examined.framework)


def to_review() -> Framework:
    found = recognised()
    perform(found, "ask_review", actor=Actor.of(factories.manager()))
    return found


def deciding(examined: Examined) -> Act:
    return lambda: room.decide(
        again(examined.item), reasons="Motifs du comité.", actor=examined.made.chair
    )


def opening_acts() -> tuple[Acts, ...]:
    examined = queued(factories.framework(recognised=False))
    opened = {ENTERED: lambda: room.open_item(again(examined.item), actor=examined.made.chair)}
    return ({**framework_acts(examined.framework, examined.made.director), **opened},)


def deciding_acts(found: Framework, proposal: str) -> tuple[Acts, ...]:
    examined = counted(found, proposal=proposal)
    acts = framework_acts(examined.framework, examined.made.director)
    return ({**acts, f"agendaitem.decide+framework.{proposal}": deciding(examined)},)


def candidate_acts(proposal: str) -> tuple[Acts, ...]:
    return deciding_acts(factories.framework(recognised=False), proposal)


def reviewing_acts(proposal: str) -> tuple[Acts, ...]:
    return deciding_acts(to_review(), proposal)


def following_acts() -> tuple[Acts, ...]:
    """The committee withdraws what somebody chooses, and what somebody else files under."""
    examined = counted(to_review(), proposal="withdraw")
    chooser, filer = factories.representative(), factories.representative()
    dossier = _following(examined.framework, filer)
    for step in factories.PATHS[ApplicationState.PRESENTED]:
        factories.STEPS[step](dossier, filer)
    factories.fill(dossier, filer)
    filing = acts_of_structure(dossier, filer)
    acts = {name: act for name, act in filing.items() if name.startswith("dossier.submit")}
    opening = {"dossier.open": lambda: _following(examined.framework, chooser)}
    return {WITHDRAWN: deciding(examined)}, {**acts, **opening}


def _following(found: Framework, person: User) -> Dossier:
    organisation = person.memberships.get().organisation
    return open_dossier(
        organisation=organisation,
        approach=Approach.FRAMEWORK,
        framework=found,
        actor=Actor.of(person),
    )


def running_acts() -> tuple[Acts, ...]:
    return (framework_acts(recognised(), factories.manager()),)


ASKED = frozenset({"framework.ask_review"})
SCENES = [
    Scene("framework, queued", opening_acts),
    Scene("framework, recognised", running_acts),
    *(
        Scene(f"framework, candidate, {proposal.key}", partial(candidate_acts, proposal.key))
        for proposal in Framework.proposals
    ),
    *(
        Scene(f"framework, review, {proposal.key}", partial(reviewing_acts, proposal.key), ASKED)
        for proposal in Framework.proposals
    ),
    Scene("framework, followed", following_acts),
]
