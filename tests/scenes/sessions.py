"""A session, from its planning to its minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta

from django.utils import timezone

from committee.room import operations as room
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import (
    add_item,
    move_item,
    plan_session,
    prepare_session,
    record_minutes,
)
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.petitions.models import Petition
from tests.racing import Act
from tests.scenes.dossiers import dossier_acts, opening
from tests.scenes.scene import Acts, Scene, again, performing
from workflows.engine import create, perform
from workflows.models import Case

WAIVED = "Les membres l’acceptent."
OPENED = "agendaitem.open+dossier.enter_deliberation"


@dataclass
class Agenda:
    """The agenda of `session`: a dossier first, `item`, then two petitions."""

    made: making.Committee
    session: Session
    item: AgendaItem

    @property
    def dossier(self) -> Dossier:
        return Dossier.objects.get(pk=self.item.case_id)

    def neighbour(self, position: int) -> AgendaItem:
        return AgendaItem.objects.get(session=self.session, position=position)


def petition() -> Petition:
    made = Petition(kind=Petition._meta.label_lower, title="Pétition", opened_at=timezone.now())
    return create(made, actor=factories.SYSTEM, action="receive")


def planned() -> Agenda:
    made = making.committee()
    session = making.planned(made)
    item = making.item(made, session)
    for _ in range(2):
        making.item(made, session, petition())
    return Agenda(made, session, item)


def convened() -> Agenda:
    found = planned()
    perform(found.session, "convene", actor=found.made.cress)
    return found


def closed() -> Agenda:
    found = convened()
    perform(found.session, "open", actor=found.made.chair)
    perform(found.session, "close", actor=found.made.chair)
    return found


def adding(found: Agenda, case: Case) -> Act:
    return lambda: add_item(again(found.session), case=case, actor=found.made.cress)


def session_acts(found: Agenda) -> Acts:
    """What the direction and the chair may try on the session as it is, and on its agenda."""
    made, session = found.made, found.session
    acts = {
        **performing(session, "convene", made.cress),
        **performing(session, "open", made.chair),
        **performing(session, "cancel", made.cress, reason="Reportée."),
        "session.create": lambda: plan_session(
            chair=made.mandates[1],
            held_on=session.held_on,
            starts_at=time(9),
            place="À distance",
            notice_waived_reason=WAIVED,
            actor=made.cress,
        ),
    }
    if session.state == "planned":
        acts["session.prepare"] = lambda: prepare_session(
            again(session),
            chair=made.mandates[1],
            held_on=session.held_on + timedelta(days=1),
            starts_at=time(9),
            place="À distance",
            notice_waived_reason=WAIVED,
            actor=made.cress,
        )
    if session.state == "closed":
        return {**acts, **minutes_acts(found)}
    second, third = found.neighbour(2), found.neighbour(3)
    return {
        **acts,
        **performing(second, "remove", made.cress),
        "agendaitem.move": lambda: move_item(again(third), earlier=True, actor=made.cress),
        "agendaitem.add": adding(found, petition()),
        "agendaitem.defer": lambda: room.defer(
            again(found.item), reason="Pas encore prêt.", actor=made.chair
        ),
    }


def minutes_acts(found: Agenda) -> Acts:
    session = found.session
    return {
        "session.record_minutes": lambda: record_minutes(
            again(session), minutes="PV.", actor=found.made.chair
        ),
        "session.record_minutes by the direction": lambda: record_minutes(
            again(session), minutes="Autre PV.", actor=found.made.cress
        ),
    }


def around(name: str, make: Callable[[], Agenda]) -> Scene:
    """The session, the dossier on its agenda; the item, which opens once the session has."""

    def world() -> tuple[Acts, ...]:
        found = make()
        acts = {**session_acts(found), **dossier_acts(found.dossier)}
        if name == "convened":
            chair, item = found.made.chair, found.item
            acts[OPENED] = lambda: room.open_item(again(item), actor=chair)
        return (acts,)

    return Scene(name, world, frozenset({OPENED} if name == "convened" else ()))


def candidate() -> tuple[Acts, ...]:
    """Two sessions may take the same dossier."""
    made = making.committee()
    dossier = factories.dossier("admissible")
    one, other = (Agenda(made, making.planned(made), AgendaItem()) for _ in range(2))
    return (
        {
            "agendaitem.add": adding(one, dossier),
            "agendaitem.add elsewhere": adding(other, dossier),
            **dossier_acts(dossier),
            **opening(dossier, factories.representative_of(dossier)),
        },
    )


SESSIONS = {"planned": planned, "convened": convened, "closed": closed}
SCENES = [
    *(around(name, make) for name, make in SESSIONS.items()),
    Scene("candidate", candidate, frozenset({"dossier.open"})),
]
