"""What a case says of itself to the body that decides it: its proposals, and where they lead.

The body puts proposals to the vote, writes which one it decided, and has that decision perform the
transition declared beside it. It reads nothing else of a case, so any kind can be decided.

And who sits in such bodies, told by the app that knows: the others turn to the chair by this alone.
So is who examined a case, besides whoever leads it: they do not decide of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, QuerySet

from workflows.actors import Actor
from workflows.lifecycles import Lifecycle, Transition, lifecycle_models, machine_of
from workflows.presentation.french import Noun

LONGEST_KEY = 30
# The inbox key of whoever presides over a body today.
CHAIR_KEY = "committee:chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing that a body may decide of a case.

    `key` is what votes and decisions keep. In French: `label`, the action (« Valider »);
    `question`, what the members answer; `decided`, said of the case once it is (« Validé »), with
    its `tone` and `icon`. `transition` is what the decision does to the case. `reasoned`: it is
    not pronounced without reasons. `when_rejected` is the key of the proposal that declining this
    one amounts to (empty: the vote settles nothing). `contestable`: whoever voted that decision
    does not vote on the case again.
    """

    key: str
    label: str
    question: str
    decided: str
    transition: str
    tone: str
    icon: str
    reasoned: bool = False
    when_rejected: str = ""
    contestable: bool = False


class Deliberated(Lifecycle):
    """A case that a deliberating body decides: the contract that the body reads.

    `on_offer` are those of the proposals that may be put to the vote now, and `contested` the
    outcomes that whoever voted is kept from voting on again: a case that is decided several times
    says so by its state.

    `entry` names the transition that opens the deliberation, which the flow of the case asks for;
    it may be an action, that leaves the case in its state while it is deliberated on.
    `proposals` come in the order in which they are offered; the first is voted unless the chair
    chooses another. `feminine` is the gender of its `verbose_name`, for the body to speak of it in
    French. `manage.py check` reads all three.
    """

    entry: ClassVar[str] = ""
    proposals: ClassVar[Sequence[Proposal]] = ()
    feminine: ClassVar[bool | None] = None

    class Meta:
        abstract = True

    @property
    def concerned_organisation_id(self) -> int | None:
        """The key of the organisation concerned, whose people do not vote; None when there is none.

        Each kind of case says so, if only to say None.
        """
        raise NotImplementedError

    @property
    def on_offer(self) -> Sequence[Proposal]:
        """What may be put to the vote as the case stands now: all that its kind declares."""
        return self.proposals

    @property
    def contested(self) -> list[str]:
        """The outcomes whose voters do not vote now: whatever is contestable."""
        return [proposal.key for proposal in self.proposals if proposal.contestable]

    @property
    def at_a_glance(self) -> str:
        """What its title does not say, and whoever decides should see first; empty for nothing."""
        return ""

    @classmethod
    def noun(cls) -> Noun:
        """What a case of this kind is called: « ce dossier », « la pétition »."""
        return Noun(str(cls._meta.verbose_name), feminine=bool(cls.feminine))

    @classmethod
    def proposal(cls, key: str) -> Proposal:
        """Return the proposal `key`; KeyError when this kind of case declares no such one."""
        for proposal in cls.proposals:
            if proposal.key == key:
                return proposal
        raise KeyError(key)

    @classmethod
    def entry_transition(cls) -> Transition:
        return machine_of(cls).transitions[cls.entry]

    @property
    def awaits_deliberation(self) -> bool:
        """Whether it may still be deliberated on: it waits for that, or is being."""
        entry = self.entry_transition()
        return self.state in (*entry.sources, entry.target)


def deliberated_models() -> list[type[Deliberated]]:
    """Every kind of case that a body decides, in a stable order."""
    return [model for model in lifecycle_models() if issubclass(model, Deliberated)]


def is_decided_so(actor: Actor, case: Any, action: str) -> bool:
    """`admits` of a proposal's transition: the decision is about this very case, and says that."""
    decision = actor.source
    said = {proposal.transition for proposal in case.proposals if proposal.key == decision.outcome}
    return decision.case_id == case.pk and action in said


def is_under_deliberation(actor: Actor, case: Any, action: str) -> bool:
    """`admits` of an entry: the deliberation is open, on this very case."""
    item = actor.source
    return item.case_id == case.pk and item.is_open


@dataclass(frozen=True, slots=True)
class Seats:
    """`chairs` and `members` are conditions over users, today (the chairs are members too).

    `chaired(user_id, at)` and `sat(user_id, at)` ask the same of a day gone by.
    """

    chairs: Callable[[], Q]
    members: Callable[[], Q]
    chaired: Callable[[int, datetime], bool]
    sat: Callable[[int, datetime], bool]


_told: list[Seats] = []


def tells_seats(seats: Seats) -> None:
    """Say who sits; ImproperlyConfigured when somebody else does already."""
    if _told:
        raise ImproperlyConfigured("who sits is told twice")
    _told.append(seats)


def seats() -> Seats:
    """Who sits; LookupError where no app tells."""
    if not _told:
        raise LookupError("no app tells who sits")
    return _told[0]


@dataclass(frozen=True, slots=True)
class Examinations:
    """What people wrote who examined cases: `rows`, in which `case` and `person` name the keys."""

    rows: Callable[[], "QuerySet[Any, Any]"]
    case: str
    person: str

    def people(self, case: Any) -> "QuerySet[Any, Any]":
        """The keys of those who examined `case`, a key or an expression."""
        return self.rows().filter(**{self.case: case}).order_by().values(self.person)

    def cases(self, person: Any) -> "QuerySet[Any, Any]":
        """The keys of the cases that `person`, a key or an expression, examined: one column."""
        return self.rows().filter(**{self.person: person}).order_by().values_list(self.case)


_examinations: list[Examinations] = []


def tells_examinations(told: Examinations) -> None:
    """Say where it is read who examined cases."""
    _examinations.append(told)


def examinations() -> Sequence[Examinations]:
    """All that is told of who examined what."""
    return tuple(_examinations)
