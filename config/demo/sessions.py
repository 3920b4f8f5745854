"""The committee of the demo: its members, and what happens at its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from committee.appointments import operations as appointments
from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, Mandate
from committee.bodies.voting_rules import Choice
from committee.room import operations as room
from committee.sessions import operations as sessions
from committee.sessions.models import AgendaItem, Session
from committee.voting.conflicts import voters
from config.demo.data import TEXTS
from config.demo.dates import days_from, moment
from config.demo.people import CHAIR, MEMBER, People
from directory.organisations.models import Organisation
from directory.people.models import User
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Case

BODY = "Comité scientifique et éthique"
PLACE = "Maison de l’économie sociale, Nantes"
STARTS_AT = time(14)
SEATS = {
    "Têtes de réseaux ESS": (
        MEMBER.name,
        "Dany Petit",
        "Inès Marchand",
        "Yanis Leroy",
        "Morgan Roux",
    ),
    "Institutionnels": ("Maëlle Picard", "Robin Faure", "Lou Garnier"),
    "Académiques et experts": (CHAIR.name, "Jeanne Colin", "Sami Aubert", "Éloi Brun"),
}
# Absent in turn: enough of them to judge an appeal against what the others voted.
ABSENT = ("Yanis Leroy", "Robin Faure", "Éloi Brun")
Votes = Sequence[Choice]
FOR, AGAINST, ABSTENTION, BLANK = Choice.FOR, Choice.AGAINST, Choice.ABSTENTION, Choice.BLANK
UNANIMOUS: Votes = (FOR,)


@dataclass(frozen=True, slots=True)
class Point:
    """What the committee does with one case.

    `votes` are given in turn by the members who may vote, the last one again once they run out.
    `proposal` is what is put to the vote, unless the first. `adjourns`: once the label is rejected,
    an adjournment is voted. `reasons` are pronounced with
    the decision; `recused` maps the members who stand aside to their reason; those `gone` did not
    wait for the vote.
    """

    case: Case
    votes: Votes = UNANIMOUS
    proposal: str = ""
    reasons: str = ""
    adjourns: bool = False
    recused: dict[str, str] = field(default_factory=dict)
    gone: Sequence[str] = ()


class Committee:
    """The body, its members, and the CRESS's hand that convenes it."""

    def __init__(self, people: People, manager: User, since: date) -> None:
        self.people = people
        self.manager = Actor.of(manager)
        self.since = since
        self.body = self._establish()
        self.mandates: dict[str, Mandate] = {}

    def _establish(self) -> Body:
        at = moment(self.since, 9)
        return appointments.establish_body(name=BODY, colleges=[*SEATS], actor=self.manager, at=at)

    def seat(self, represented: dict[str, Organisation]) -> None:
        """Seat everyone; `represented` gives the organisation some of them represent."""
        for college in self.body.colleges.order_by("position"):
            for name in SEATS[college.name]:
                self.mandates[name] = appointments.appoint(
                    user=self.people.named(name),
                    college=college,
                    starts_on=self.since,
                    role=MandateRole.CHAIR if name == CHAIR.name else MandateRole.MEMBER,
                    organisation=represented.get(name),
                    actor=self.manager,
                    at=moment(self.since, 9, 30),
                )

    @property
    def chair(self) -> Actor:
        return Actor.of(self.mandates[CHAIR.name].user)

    def plan(
        self,
        held_on: date,
        cases: Sequence[Case],
        *,
        notice: int = 12,
        starts_at: time = STARTS_AT,
    ) -> Session:
        """Plan a session with `cases` on its agenda, and convene it `notice` days before."""
        at = moment(days_from(held_on, -notice), 10)
        return self.convene(self.announce(held_on, at=at, starts_at=starts_at), cases, at=at)

    def announce(self, held_on: date, *, at: datetime, starts_at: time = STARTS_AT) -> Session:
        """Plan a session, which calls nobody yet."""
        return sessions.plan_session(
            chair=self.mandates[CHAIR.name],
            held_on=held_on,
            starts_at=starts_at,
            place=PLACE,
            actor=self.manager,
            at=at,
        )

    def convene(self, session: Session, cases: Sequence[Case], *, at: datetime) -> Session:
        """Put `cases` on its agenda, and call the members an hour later."""
        for case in cases:
            sessions.add_item(session, case=case, actor=self.manager, at=at)
        return perform(session, "convene", actor=self.manager, at=at + timedelta(hours=1))

    def hold(
        self,
        held_on: date,
        points: Sequence[Point],
        *,
        deferred: Sequence[Case] = (),
        examined: int = 1,
    ) -> Session:
        """A whole session, from its planning to its minutes.

        Each of `points` is voted on and decided; of `deferred`, the first `examined` are opened
        then deferred, the others are never reached.
        """
        session = self.plan(held_on, [*(point.case for point in points), *deferred])
        items = list(session.items.listed())
        self.open(session, at=moment(held_on, 14))
        for rank, (point, item) in enumerate(zip(points, items, strict=False)):
            self.examine(item, point, at=moment(held_on, 14, 10) + timedelta(minutes=20 * rank))
        end = moment(held_on, 14, 10) + timedelta(minutes=20 * len(points))
        for last in items[len(points) :][: examined if deferred else 0]:
            room.open_item(last, actor=self.chair, at=end)
            reason = TEXTS["committee"]["deferral"]
            end += timedelta(minutes=5)
            room.defer(last, reason=reason, actor=self.chair, at=end)
        perform(session, "close", actor=self.chair, at=end + timedelta(minutes=5))
        return self._minute(session)

    def open(self, session: Session, *, at: datetime) -> None:
        """Record who is there, and open the session."""
        here = [mandate.pk for name, mandate in self.mandates.items() if name not in ABSENT]
        room.record_attendance(session, arrived=here, actor=self.chair, at=at)
        perform(session, "open", actor=self.chair, at=at)

    def examine(self, item: AgendaItem, point: Point, *, at: datetime) -> None:
        """Open, vote, count, decide; a rejected label is refused, or adjourned by a second vote."""
        for name, reason in point.recused.items():
            mandate = self.mandates[name]
            room.recuse(item, mandate=mandate, reason=reason, actor=Actor.of(mandate.user), at=at)
        room.open_item(item, actor=self.chair, proposal=point.proposal, at=at)
        self._vote(item, point.votes, at=at + timedelta(minutes=8), awaited=point.gone)
        if point.adjourns:
            room.put_to_vote(
                item, proposal="adjourn", actor=self.chair, at=at + timedelta(minutes=12)
            )
            self._vote(item, UNANIMOUS, at=at + timedelta(minutes=14))
        room.decide(item, reasons=point.reasons, actor=self.chair, at=at + timedelta(minutes=18))

    def _vote(
        self, item: AgendaItem, votes: Votes, *, at: datetime, awaited: Sequence[str] = ()
    ) -> None:
        self._ballot(item, votes, at=at, awaited=awaited)
        round_ = item.rounds.under_way().get()
        room.close_vote(item, round_id=round_.pk, actor=self.chair, at=at + timedelta(minutes=2))

    def deliberate(
        self, item: AgendaItem, votes: Votes, *, at: datetime, awaited: Sequence[str]
    ) -> None:
        """Open an item and leave its vote under way: the ballots of those `awaited` are missing."""
        room.open_item(item, actor=self.chair, at=at)
        self._ballot(item, votes, at=at, awaited=awaited)

    def _ballot(
        self, item: AgendaItem, votes: Votes, *, at: datetime, awaited: Sequence[str] = ()
    ) -> None:
        """Everyone who may vote does, save those `awaited`."""
        round_ = item.rounds.under_way().get()
        expected = [
            mandate
            for mandate in voters(item).select_related("user").order_by("pk")
            if mandate.user.get_full_name() not in awaited
        ]
        for rank, mandate in enumerate(expected):
            choice = votes[min(rank, len(votes) - 1)]
            room.cast_ballot(item, round_id=round_.pk, choice=choice, user=mandate.user, at=at)

    def _minute(self, session: Session) -> Session:
        words = TEXTS["committee"]["minutes"].format(
            chair=self.mandates[CHAIR.name].user.get_full_name(),
            present=len(self.mandates) - len(ABSENT),
            seats=len(self.mandates),
        )
        at = moment(days_from(session.held_on, 6), 10)
        return sessions.record_minutes(session, minutes=words, actor=self.manager, at=at)
