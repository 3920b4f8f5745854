"""Bodies, sessions and items in any state, made as the product makes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count

from django.conf import settings
from django.utils import timezone

from committee.appointments.operations import appoint, establish_body
from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, Mandate
from committee.bodies.voting_rules import VotingRule
from committee.room import operations as room
from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import add_item, plan_session
from committee.voting.models import VotingRound
from directory.people.models import User
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Case

_serial = count(1)
NAMES = [
    "Alix Renaud",
    "Noé Lambert",
    "Inès Marchand",
    "Yanis Leroy",
    "Maëlle Picard",
    "Robin Faure",
]
NETWORKS, INSTITUTIONS, EXPERTS = settings.OSE_COLLEGES
COLLEGES = (EXPERTS, NETWORKS, INSTITUTIONS)


@dataclass
class Committee:
    """A body, its members (the first presides), and the director who convenes it."""

    body: Body
    mandates: list[Mandate] = field(default_factory=list)
    director: User = field(default_factory=factories.manager)

    @property
    def chair(self) -> Actor:
        return Actor.of(self.mandates[0].user)

    @property
    def cress(self) -> Actor:
        return Actor.of(self.director)


def committee(members: int = 5, *, rule: VotingRule | None = None) -> Committee:
    """A committee of `members` people spread over the three colleges."""
    made = Committee(
        establish_body(name=f"Comité {next(_serial)}", actor=factories.SYSTEM, rule=rule)
    )
    for index in range(members):
        seat(made, role=MandateRole.MEMBER if index else MandateRole.CHAIR)
    return made


def seat(made: Committee, *, user: User | None = None, **fields: object) -> Mandate:
    """One more member."""
    index = len(made.mandates)
    college = made.body.colleges.get(name=COLLEGES[index % 3])
    mandate = appoint(
        user=user or factories.user(*NAMES[index % len(NAMES)].split()),
        college=college,
        starts_on=date(2020, 1, 1),
        actor=factories.SYSTEM,
        **fields,  # type: ignore[arg-type]
    )
    made.mandates.append(mandate)
    return mandate


def planned(
    made: Committee, *, in_days: int = 0, waived: str = "Les membres l’acceptent."
) -> Session:
    """At two o’clock, a minute later for each that is planned that day. One without a waiver was
    planned in time, long before."""
    held_on = timezone.localdate() + timedelta(days=in_days)
    hours, minutes = divmod(
        Session.objects.filter(body=made.body, starts_at__date=held_on).count(), 60
    )
    return plan_session(
        chair=made.mandates[0],
        held_on=held_on,
        starts_at=time(14 + hours, minutes),
        place="Maison de l’ESS, Nantes",
        notice_waived_reason=waived,
        actor=made.cress,
        at=None if waived else timezone.now() - timedelta(days=60),
    )


def item(made: Committee, session: Session, case: Case | None = None) -> AgendaItem:
    """An admissible dossier (a new one by default) on the agenda."""
    return add_item(session, case=case or factories.dossier("admissible"), actor=made.cress)


def opened(made: Committee, *cases: Case, present: int | None = None) -> Session:
    """A session that is open today on `cases` (one admissible dossier by default)."""
    session = planned(made)
    for case in cases or (factories.dossier("admissible"),):
        item(made, session, case)
    perform(session, "convene", actor=made.cress)
    perform(session, "open", actor=made.chair)
    attend(made, session, made.mandates[:present])
    return session


def attend(made: Committee, session: Session, mandates: Sequence[Mandate]) -> None:
    """These are in the room, and the other members are not."""
    here = {mandate.pk for mandate in mandates}
    room.record_attendance(
        session, arrived=here, left={m.pk for m in made.mandates} - here, actor=made.chair
    )


def voting(made: Committee, *cases: Case, proposal: str = "") -> AgendaItem:
    """The first item of an open session, its vote open, everyone present."""
    first = opened(made, *cases).items.get(position=1)
    return room.open_item(first, actor=leader(first), proposal=proposal)


def leader(led: AgendaItem) -> Actor:
    """Who conducts the item: the chair, or whoever stands in for her."""
    return Actor.of(CommitteeRules.conductor.users(led).get())


def round_of(voted: AgendaItem) -> VotingRound:
    return voted.rounds.latest("number")


def cast(made: Committee, voted: AgendaItem, *choices: str) -> None:
    """The first members vote `choices`, in order."""
    for mandate, choice in zip(made.mandates, choices, strict=False):
        room.cast_ballot(voted, round_id=round_of(voted).pk, choice=choice, user=mandate.user)


def close(made: Committee, voted: AgendaItem) -> VotingRound:
    """The vote is closed and counted; nothing is proclaimed."""
    return room.close_vote(voted, round_id=round_of(voted).pk, actor=leader(voted))


def counted(made: Committee, case: Case, proposal: str) -> AgendaItem:
    """A vote that adopts `proposal` is closed: the chair has it to proclaim."""
    item = voting(made, case, proposal=proposal)
    cast(made, item, *["for"] * 4)
    close(made, item)
    return item


def decide(made: Committee, voted: AgendaItem, reasons: str = "") -> VotingRound:
    """The vote is closed, then what it gave is proclaimed."""
    counted = close(made, voted)
    room.decide(voted, reasons=reasons, actor=leader(voted))
    return counted


def validated() -> AgendaItem:
    """An item whose dossier a committee has validated, as it is done."""
    made = committee()
    decided = voting(made)
    cast(made, decided, "for", "for", "for", "for", "for")
    decide(made, decided)
    decided.refresh_from_db()
    return decided
