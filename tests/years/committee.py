"""The committee of a world: sessions are planned, moved, called off, and held on their day."""

from datetime import time, timedelta
from typing import Any

from committee.room import operations as room
from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import (
    add_item,
    plan_session,
    prepare_session,
    record_minutes,
)
from committee.voting.conflicts import voters
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.oversight.reviews.models import ComplianceReview
from labelling.referencing.models import Referencing
from tests.committee import making as committees
from tests.years.world import World
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Case

WAIVED = "Les membres l’acceptent."
VOTES = 5
HELD = ("planned", "convened", "open")
AHEAD = 2  # sessions planned at once, at most


def see_to_sessions(world: World) -> None:
    """The direction plans a session, or moves or calls off one of those to come, now and then."""
    drawn = world.chance.randrange(60)
    coming = Session.objects.filter(state="planned")
    if drawn < 4 and coming.count() < AHEAD:
        world.attempt("plan a session", plan_session, **_plan(world))
    elif drawn == 4:
        world.attempt("move a session", _move, world, world.one_of(coming))
    elif drawn == 5 and not world.chance.randrange(4):
        world.attempt("call a session off", _call_off, world, world.one_of(coming))


def _plan(world: World) -> dict[str, Any]:
    return {
        "chair": world.committee.mandates[0],
        "held_on": world.today + timedelta(days=world.chance.choice([20, 60, 120, 180])),
        "starts_at": time(14),
        "place": "Maison de l’ESS, Nantes",
        "notice_waived_reason": WAIVED,
        "actor": world.direction,
    }


def _move(world: World, session: Session | None) -> object:
    return session is not None and prepare_session(session, **_plan(world))


def _call_off(world: World, session: Session | None) -> object:
    return session is not None and perform(
        session, "cancel", actor=world.direction, reason="Trop peu de membres."
    )


def hold_sessions(world: World) -> None:
    """Those of that day, and those that are under way, on all that waits for the committee; called
    off when nothing does."""
    due = Session.objects.filter(state__in=HELD, starts_at__date__lte=world.today)
    for session in due.order_by("starts_at"):
        if session.state != "open" and not _agenda_of(world, session):
            world.attempt("call a session off", _call_off, world, session)
            continue
        _hold(world, session)


def _agenda_of(world: World, session: Session) -> bool:
    """Whether anything is on it, once all that waits was put there."""
    if session.state == "planned":
        for case in _candidates():
            parent = Case.objects.get(pk=case.pk)
            actor = world.committee.cress
            world.attempt("list", add_item, session, case=parent, actor=actor)
    return session.items.listed().exists()


def _hold(world: World, session: Session) -> None:
    chair = world.committee.chair
    if session.state == "planned":
        perform(session, "convene", actor=world.committee.cress)
    if session.state == "convened":
        perform(session, "open", actor=chair)
    committees.attend(world.committee, session, world.committee.mandates)
    for item in session.items.listed().order_by("position"):
        world.attempt("decide", _decide, world, item)
        item.refresh_from_db()
        if item.state in ("queued", "open"):
            room.defer(item, reason="Le vote n’a rien donné.", actor=_leader(item))
    perform(session, "close", actor=chair)


def write_minutes(world: World) -> object:
    session = world.one_of(Session.objects.filter(state="closed"))
    words = "Le comité a examiné les points de son ordre du jour."
    return session is not None and record_minutes(session, minutes=words, actor=world.direction)


def _candidates() -> list[Case]:
    found: list[Any] = []
    for kind in (Dossier, Referencing, Framework, ComplianceReview):
        found += [case for case in kind.objects.order_by("pk") if case.awaits_deliberation]
    return found


def _decide(world: World, item: AgendaItem) -> None:
    """On one of the proposals, the first more often, by the voices of the first members who may:
    the others are left for an appeal, of which whoever decided does not decide."""
    if item.state == "queued":
        subject: Any = item.case.subject
        offered = [proposal.key for proposal in subject.on_offer]
        put = world.chance.choice([offered[0], *offered])
        room.open_item(item, proposal=put, actor=_leader(item))
    choice = world.chance.choice(["for", "for", "for", "against"])
    round_ = committees.round_of(item)
    for mandate in voters(item).order_by("pk")[:VOTES]:
        room.cast_ballot(item, round_id=round_.pk, choice=choice, user=mandate.user)
    room.close_vote(item, round_id=round_.pk, actor=_leader(item))
    room.decide(item, reasons="Motifs du comité.", actor=_leader(item))


def _leader(item: AgendaItem) -> Actor:
    """The chair, whoever stands in for her, or somebody of the direction."""
    return Actor.of(CommitteeRules.conductor.users(item).order_by("pk")[0])
