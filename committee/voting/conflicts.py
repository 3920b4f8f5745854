"""Who may not vote on a case, from facts: a link binds whether or not its holder declares it.

Some members' organisations are close to the scheme itself, so recusal follows the links of the
organisation as well as those of the person. Whoever instructs a case, or wrote a part of what is
held against somebody in it, does not vote on it, and an appeal excludes those who voted the
decision it contests.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case as Conditional
from django.db.models import (
    CharField,
    DateField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from committee.bodies.models import Mandate
from committee.sessions.models import AgendaItem, Attendance, Session
from committee.voting.enums import ConflictKind
from committee.voting.models import Ballot, Recusal
from directory.accompaniments.models import Accompaniment
from directory.impartiality.models import Interest
from directory.memberships.models import Membership
from workflows.compiled_sql import Given, Question
from workflows.deliberation import Deliberated, examinations
from workflows.pages.paging import MOST_KEY

TO_THE_MEMBER = {
    ConflictKind.ORGANISATION: "votre structure y est liée",
    ConflictKind.MEMBERSHIP: "votre structure y est liée",
    ConflictKind.ACCOMPANIMENT: "votre organisation l’accompagne, ou l’a fait depuis moins de "
    "24\u00a0mois",
    ConflictKind.INTEREST: "un lien d’intérêt déclaré vous lie à la structure",
    ConflictKind.INSTRUCTION: "vous en menez l’instruction",
    ConflictKind.EXAMINATION: "vous avez participé à son instruction",
    ConflictKind.FIRST_DECISION: "vous avez voté la décision contestée",
}


def conflicts_of(item: AgendaItem) -> Iterator[tuple[ConflictKind, Q]]:
    """Each kind of conflict with the case of `item`, as a condition on mandates.

    A case without an organisation has no structural link; two queries to read the case.
    `items_withheld_from` asks the same facts about one person, of many items.
    """
    yield from _conflicts(Facts.of(item))


class Sitting(NamedTuple):
    """A session as far as its seats depend on it."""

    body_id: Any
    held_on: Any


class Facts(NamedTuple):
    """What the seats on an item depend on, by keys; None for a case that has no such one.

    `ahead` is for a case that is on no agenda: its item is to come, after all those that were.
    """

    session: Any
    body: Any
    held_on: Any
    item: Any
    case: Any
    organisation: Any
    assignee: Any
    outcomes: tuple[str, ...]

    @classmethod
    def of(cls, item: AgendaItem) -> "Facts":
        """Two queries to read the case, none when that of `item` is its child."""
        session = item.session
        place = Sitting(session.body_id, session.held_on)
        return cls._at(item.case, place, session=session.pk, item=item.pk)

    @classmethod
    def ahead(cls, case: Any, place: "Sitting") -> "Facts":
        """Those of `case` were it put to a body on a day; nobody is there yet."""
        return cls._at(case, place, session=None, item=MOST_KEY)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What a question about them depends on."""
        return self.organisation is not None, self.assignee is not None, *self.outcomes

    @property
    def given(self) -> dict[str, Any]:
        """What it is given."""
        return {name: value for name, value in self._asdict().items() if name != "outcomes"}

    @classmethod
    def _at(cls, case: Any, place: "Sitting", *, session: Any, item: Any) -> "Facts":
        subject: Deliberated = case.subject
        return cls(
            session=session,
            body=place.body_id,
            held_on=place.held_on,
            item=item,
            case=case.pk,
            organisation=subject.concerned_organisation_id,
            assignee=case.assignee_id,
            outcomes=tuple(subject.contested),
        )


def _conflicts(of: Facts) -> Iterator[tuple[ConflictKind, Q]]:
    if of.organisation is not None:
        memberships = Membership.objects.active().filter(
            user=OuterRef("user"), organisation_id=of.organisation
        )
        yield ConflictKind.ORGANISATION, Q(organisation_id=of.organisation)
        yield ConflictKind.MEMBERSHIP, Q(Exists(memberships))
        bound = Accompaniment.objects.binding(of.held_on).filter(client=of.organisation)
        accompanists = bound.values("accompanist")
        theirs = Membership.objects.active().filter(
            user=OuterRef("user"), organisation__in=accompanists
        )
        yield ConflictKind.ACCOMPANIMENT, Q(organisation__in=accompanists) | Q(Exists(theirs))
        yield ConflictKind.INTEREST, _interested(of.organisation)
    if of.assignee is not None:
        yield ConflictKind.INSTRUCTION, Q(user_id=of.assignee)
    for told in examinations():
        yield ConflictKind.EXAMINATION, Q(user__in=told.people(of.case))
    contested = Ballot.objects.filter(
        mandate__user=OuterRef("user"),
        round__item__case_id=of.case,
        round__item__decision__outcome__in=of.outcomes,
    ).exclude(round__item_id=of.item)
    yield ConflictKind.FIRST_DECISION, Q(Exists(contested))


def _interested(organisation: Any) -> Q:
    """Those whom a declared interest recuses: their own, or one of an organisation of theirs."""
    binding = Interest.objects.binding().filter(organisation=organisation)
    holders = binding.filter(holder__isnull=False).values("holder")
    theirs = Membership.objects.active().filter(user=OuterRef("user"), organisation__in=holders)
    own = binding.filter(person=OuterRef("user"))
    return Q(Exists(own)) | Q(organisation__in=holders) | Q(Exists(theirs))


def seats_on_item(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that sit at the session of `item`, each with how it stands on that item.

    Annotated with `conflict` (a ConflictKind, empty if none), `recused_for` (the grounds
    declared, null if none) and `present`. A recusal is a person's, from a case: declared on an
    earlier item of that case, which was deferred since, it still binds.
    """
    return seats_on(Facts.of(item))


def seats_read(item: AgendaItem) -> list[Any]:
    """The same, read: whoever conducts an item is asked for at every act on it."""
    facts = Facts.of(item)
    return _all_seats.objects(*facts.shape, **facts.given)


def seat_on_item(item: AgendaItem, user: Any) -> Any | None:
    """That of `user` among them, if any; two queries less when the case of `item` is its child."""
    facts = Facts.of(item)
    return _seat.first(*facts.shape, user=user.pk, **facts.given)


@Question
def _seat(*shape: Any) -> "QuerySet[Any]":
    return _seats_shaped(*shape).filter(user=Given("user"))[:1]


@Question
def _all_seats(*shape: Any) -> "QuerySet[Any]":
    return _seats_shaped(*shape)


def _seats_shaped(of_organisation: bool, assigned: bool, *outcomes: str) -> "QuerySet[Any]":
    facts = Facts(
        session=Given("session"),
        body=Given("body"),
        held_on=Given("held_on", DateField()),
        item=Given("item"),
        case=Given("case"),
        organisation=Given("organisation") if of_organisation else None,
        assignee=Given("assignee") if assigned else None,
        outcomes=outcomes,
    )
    return seats_on(facts)


def seats_on(of: Facts) -> "QuerySet[Any]":
    """The same of a case as `of` says that it stands, on an agenda or not yet."""
    conflict = Conditional(
        *(When(condition, then=Value(kind.value)) for kind, condition in _conflicts(of)),
        default=Value(""),
        output_field=CharField(),
    )
    declared = (
        Recusal.objects.filter(
            item__case_id=of.case, item_id__lte=of.item, mandate__user=OuterRef("user")
        )
        .order_by("-item_id", "-pk")
        .values("grounds")
    )
    here = Attendance.objects.filter(session_id=of.session, mandate=OuterRef("pk"), present=True)
    sitting: QuerySet[Any] = Mandate.objects.sitting(Sitting(of.body, of.held_on))
    return sitting.annotate(
        conflict=conflict, recused_for=Subquery(declared[:1]), present=Exists(here)
    )


def eligible(item: AgendaItem) -> "QuerySet[Any]":
    """The mandates that may take part in the vote on `item`: all but those recused."""
    return seats_on_item(item).filter(conflict="", recused_for__isnull=True)


def takes_part(seat: Any) -> bool:
    """Whether a mandate, as `seats_on` annotates it, is kept from it by nothing."""
    return not seat.conflict and seat.recused_for is None


def why_apart(seat: Any) -> str:
    """What keeps a mandate, as `seats_on` annotates it, said of its member; empty for nothing."""
    if seat.conflict:
        return str(ConflictKind(seat.conflict).label)
    return seat.recused_for or ""


def conductor(listed: Iterable[Any], chair_id: int) -> Any | None:
    """Of the mandates `listed` as `seats_on_item` annotates them, the one that conducts the item.

    The chair. Recused, she takes no part in the debate, so she opens, counts and pronounces
    nothing: the eligible member present with the longest mandate stands in for her on that item,
    without her casting vote. None when nobody can.
    """
    free = [seat for seat in listed if takes_part(seat)]
    chair = [seat for seat in free if seat.pk == chair_id]
    present = sorted(
        (seat for seat in free if seat.present), key=lambda seat: (seat.starts_on, seat.pk)
    )
    return next(iter([*chair, *present]), None)


def recused_users(item: AgendaItem) -> "QuerySet[Any]":
    """The ids of the users whom facts, or a recusal on any item of its case, keep from it."""
    declared = Recusal.objects.filter(item__case_id=item.case_id).values("mandate__user")
    kept = Q(user__in=declared)
    for _, condition in conflicts_of(item):
        kept |= condition
    sitting: QuerySet[Any] = Mandate.objects.sitting(item.session)
    return sitting.filter(kept).values("user")


def items_withheld_from(user: Any, items: Collection[AgendaItem]) -> set[int]:
    """The ids of those of `items` whose case `user` may not read, at whose session they sit.

    What `recused_users` says of each, asked of one person: a query a session, and five for all
    the items, as long as the `case` of each is its child (see `Case.subject`).
    """
    if not items:
        return set()
    sessions = {item.session_id: item.session for item in items}
    seats = {pk: _seats_of(user, session) for pk, session in sessions.items()}
    ties = Ties.of(user, items)
    return {item.pk for item in items if ties.keep_from(item, seats[item.session_id])}


@dataclass(frozen=True, slots=True)
class Ties:
    """What may keep `person` from cases: recusals declared, structures, those that theirs
    accompanied, interests, votes on what is contested.

    `declared`, what is declared or was examined, and `acts_for` are keys, of cases and of
    organisations; `accompanied` is (client,
    accompanist, last day or None), `interests` (organisation, holder or None for the person's own),
    `voted` (case, item, outcome).
    """

    person: int
    declared: set[int]
    acts_for: set[int]
    accompanied: list[tuple[int, int, date | None]]
    interests: list[tuple[int, int | None]]
    voted: list[tuple[int, int, str]]

    @classmethod
    def of(cls, user: Any, items: Iterable[AgendaItem]) -> "Ties":
        outcomes = {key for item in items for key in item.case.subject.contested}
        return cls(
            person=user.pk,
            declared={case for (case,) in _declared.rows(user=user.pk)},
            acts_for={organisation for (organisation,) in _acts_for.rows(user=user.pk)},
            accompanied=[
                (client, accompanist, last)
                for client, accompanist, last in _accompanied.rows(user=user.pk)
            ],
            interests=[(about, holder) for about, holder in _interests.rows(user=user.pk)],
            voted=[
                (case, item, outcome)
                for case, item, outcome in _voted.rows(*sorted(outcomes), user=user.pk)
            ],
        )

    def keep_from(self, item: AgendaItem, seats: Collection[int | None]) -> bool:
        """Whether they keep the person from `item`; `seats` are the organisations they sit for."""
        if not seats:  # they do not sit at that session
            return False
        subject: Deliberated = item.case.subject
        organisation_id = subject.concerned_organisation_id
        linked = organisation_id is not None and (
            organisation_id in seats or organisation_id in self.acts_for
        )
        bound = any(
            client == organisation_id
            and (accompanist in seats or accompanist in self.acts_for)
            and (last is None or last >= item.session.held_on)
            for client, accompanist, last in self.accompanied
        )
        interested = any(
            about == organisation_id
            and (holder is None or holder in seats or holder in self.acts_for)
            for about, holder in self.interests
        )
        contested = any(
            case == item.case_id and voted_on != item.pk and outcome in subject.contested
            for case, voted_on, outcome in self.voted
        )
        instructs = item.case.assignee_id == self.person
        apart = linked or bound or interested or instructs or contested
        return apart or item.case_id in self.declared


def _seats_of(user: Any, session: Session) -> list[int | None]:
    """The organisations for which `user` sits at `session`, None for nobody; empty: they do not."""
    found = _seats.rows(user=user.pk, body=session.body_id, day=session.held_on)
    return [organisation for (organisation,) in found]


PERSON = Given("user")


@Question
def _seats() -> "QuerySet[Any, Any]":
    sitting = Mandate.objects.sitting(Sitting(Given("body"), Given("day", DateField())))
    return sitting.filter(user=PERSON).order_by().values_list("organisation_id")


@Question
def _declared() -> "QuerySet[Any, Any]":
    """The cases that they are kept from wherever they are: by a recusal, by a part in it."""
    declared = Recusal.objects.filter(mandate__user=PERSON).order_by().values_list("item__case_id")
    return declared.union(*(told.cases(PERSON) for told in examinations()), all=True)


@Question
def _acts_for() -> "QuerySet[Any, Any]":
    return Membership.objects.active().filter(user=PERSON).values_list("organisation_id")


@Question
def _interests() -> "QuerySet[Any, Any]":
    """Those that recuse them, or an organisation that they act for or ever sat for."""
    found = Interest.objects.binding().filter(
        Q(person=PERSON)
        | Q(holder__in=Membership.objects.active().filter(user=PERSON).values("organisation"))
        | Q(holder__in=Mandate.objects.filter(user=PERSON).values("organisation"))
    )
    return found.order_by("pk").values_list("organisation_id", "holder_id")


@Question
def _accompanied() -> "QuerySet[Any, Any]":
    """Whom the organisations accompanied that they act for, or ever sat for."""
    found = Accompaniment.objects.declared().filter(
        Q(accompanist__in=Membership.objects.active().filter(user=PERSON).values("organisation"))
        | Q(accompanist__in=Mandate.objects.filter(user=PERSON).values("organisation"))
    )
    return found.order_by("pk").values_list("client_id", "accompanist_id", "binds_until")


@Question
def _voted(*outcomes: str) -> "QuerySet[Any, Any]":
    return Ballot.objects.filter(
        mandate__user=PERSON, round__item__decision__outcome__in=outcomes
    ).values_list("round__item__case_id", "round__item_id", "round__item__decision__outcome")


def voters(item: AgendaItem) -> "QuerySet[Any]":
    """Those of them who are present: the ones whose ballot is awaited."""
    return eligible(item).filter(present=True)


def awaited(item: AgendaItem) -> "QuerySet[Any]":
    """Those of the voters whose ballot is missing in the round under way; nobody without one."""
    round_ = item.rounds.under_way().first()
    if round_ is None:
        return voters(item).none()
    return voters(item).exclude(Exists(Ballot.objects.filter(round=round_, mandate=OuterRef("pk"))))
