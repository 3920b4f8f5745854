"""An item of an open session, from its turn to the decision."""

from collections.abc import Callable

from committee.room import operations as room
from committee.sessions.operations import move_item
from directory.organisations.models import Organisation
from tests import factories
from tests.committee import making
from tests.racing import Act
from tests.scenes.dossiers import dossier_acts, opening
from tests.scenes.scene import Acts, Scene, again, performing
from tests.scenes.sessions import OPENED, Agenda, adding, petition
from workflows.actors import Actor
from workflows.models import Case

Stage = tuple[Callable[[], Agenda], Callable[[Agenda], Acts]]
GRANTED = "agendaitem.decide+dossier.validate+recognition.grant"


def queued(org: Organisation | None = None) -> Agenda:
    """An open session, of whose agenda nothing is open yet."""
    made = making.committee()
    cases: list[Case] = [factories.dossier("admissible", org=org), petition(), petition()]
    session = making.opened(made, *cases)
    return Agenda(made, session, session.items.get(position=1))


def voting(org: Organisation | None = None, *, proposal: str = "", choice: str = "for") -> Agenda:
    """The item is voted on: enough answered `choice`, one member did not."""
    found = queued(org)
    room.open_item(found.item, actor=making.leader(found.item), proposal=proposal)
    making.cast(found.made, found.item, *[choice] * 4)
    return found


def counted(
    org: Organisation | None = None, *, proposal: str = "", choice: str = "against"
) -> Agenda:
    """The vote is closed; what it gave waits to be proclaimed."""
    found = voting(org, proposal=proposal, choice=choice)
    making.close(found.made, found.item)
    return found


def adopted(org: Organisation | None = None) -> Agenda:
    return counted(org, choice="for")


def adjourning() -> Agenda:
    return counted(proposal="adjourn", choice="for")


def refused() -> Agenda:
    found = counted()
    room.decide(found.item, reasons="Motifs du comité.", actor=found.made.chair)
    return found


def queued_acts(found: Agenda) -> Acts:
    """While nothing is open: on the first item, and on those after it."""
    chair, cress, item = found.made.chair, found.made.cress, found.item
    second = found.neighbour(2)
    return {
        OPENED: lambda: room.open_item(again(item), actor=chair),
        "agendaitem.open of the second": lambda: room.open_item(again(second), actor=chair),
        "agendaitem.move": lambda: move_item(again(second), earlier=True, actor=cress),
        **performing(second, "remove", cress),
        **performing(found.session, "close", chair),
        **deferring(found),
        **recusing(found),
    }


def voting_acts(found: Agenda) -> Acts:
    return {
        "agendaitem.close_vote": closing(found),
        **putting_to_vote(found),
        **reminding(found),
        **deferring(found),
        **recusing(found),
        **casting(found),
    }


def counted_acts(found: Agenda, decided: str = "dossier.refuse") -> Acts:
    return {f"agendaitem.decide+{decided}": deciding(found), **deferring(found)}


def adopted_acts(found: Agenda) -> Acts:
    return {GRANTED: deciding(found), **deferring(found)}


def adjourning_acts(found: Agenda) -> Acts:
    return counted_acts(found, "dossier.adjourn")


def closing(found: Agenda) -> Act:
    round_id = making.round_of(found.item).pk
    return lambda: room.close_vote(again(found.item), round_id=round_id, actor=found.made.chair)


def deciding(found: Agenda) -> Act:
    return lambda: room.decide(
        again(found.item), reasons="Motifs du comité.", actor=found.made.chair
    )


def putting_to_vote(found: Agenda) -> Acts:
    return {
        "agendaitem.put_to_vote": lambda: room.put_to_vote(
            again(found.item), proposal="refuse", actor=found.made.chair
        )
    }


def reminding(found: Agenda) -> Acts:
    return {
        "agendaitem.remind_voters": lambda: room.remind_voters(
            again(found.item), actor=found.made.chair
        )
    }


def deferring(found: Agenda) -> Acts:
    return {
        "agendaitem.defer": lambda: room.defer(
            again(found.item), reason="Faute de temps.", actor=found.made.chair
        )
    }


def recusing(found: Agenda) -> Acts:
    """Who is there, and who takes no part."""
    made, chair = found.made, found.made.chair
    return {
        "recuse": lambda: room.recuse(
            again(found.item), mandate=made.mandates[3], reason="J’y ai travaillé.", actor=chair
        ),
        "attendance": lambda: room.record_attendance(
            again(found.session), arrived=[], left=[made.mandates[4].pk], actor=chair
        ),
        "check in": lambda: room.check_in(
            again(found.session), actor=Actor.of(made.mandates[4].user)
        ),
    }


def casting(found: Agenda) -> Acts:
    round_id, user = making.round_of(found.item).pk, found.made.mandates[4].user
    return {
        "ballot": lambda: room.cast_ballot(
            again(found.item), round_id=round_id, choice="for", user=user
        )
    }


def late_acts(found: Agenda) -> Acts:
    """What waits for the item to be out of the way: the next one, another session, the end."""
    chair, case = found.made.chair, found.item.case
    second = found.neighbour(2)
    elsewhere = Agenda(found.made, making.planned(found.made), found.item)
    return {
        "agendaitem.open of the second": lambda: room.open_item(again(second), actor=chair),
        "agendaitem.add": adding(elsewhere, case),
        "session.close": performing(found.session, "close", chair)["session.close"],
        **opening(found.dossier, factories.representative_of(found.dossier)),
    }


def later_items(found: Agenda) -> Acts:
    """The rest of the agenda goes on being arranged while an item is open."""
    third = found.neighbour(3)
    cress = found.made.cress
    return {
        "agendaitem.move": lambda: move_item(again(third), earlier=True, actor=cress),
        "agendaitem.remove": performing(third, "remove", cress)["agendaitem.remove"],
    }


def around(
    name: str, make: Callable[[], Agenda], item_acts: Callable[[Agenda], Acts], *, more: bool = True
) -> Scene:
    """The item, its dossier, and what comes after; the refused are so until another act."""
    late = {"dossier.open", "agendaitem.add"}
    voted = {"agendaitem.put_to_vote", "agendaitem.close_vote", "ballot", "recuse"}
    voted |= {"agendaitem.remind_voters"}
    if more:
        late |= {"agendaitem.open of the second", "session.close"}
    if name in ("counted", "adjourning", "adopted"):
        late |= voted

    def world() -> tuple[Acts, ...]:
        found = make()
        acts = {**late_acts(found), **dossier_acts(found.dossier)}
        if more:
            acts |= later_items(found)
        if voted & late:
            acts |= {"agendaitem.close_vote": closing(found), **putting_to_vote(found)}
            acts |= {**casting(found), **recusing(found), **reminding(found)}
        return ({**acts, **item_acts(found)},)

    return Scene(name, world, frozenset(late))


def appealing() -> tuple[Acts, ...]:
    dossier = refused().dossier
    return ({**dossier_acts(dossier), **opening(dossier, factories.representative_of(dossier))},)


STAGES: dict[str, Stage] = {
    "queued": (queued, queued_acts),
    "voting": (voting, voting_acts),
    "counted": (counted, counted_acts),
    "adjourning": (adjourning, adjourning_acts),
    "adopted": (adopted, adopted_acts),
}
SCENES = [
    *(around(name, make, acts, more=name != "queued") for name, (make, acts) in STAGES.items()),
    Scene("refused", appealing),
]
