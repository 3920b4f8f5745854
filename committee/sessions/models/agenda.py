"""What a session examines, in order: one case an item."""

from django.db import models
from django.db.models import Q

from committee.rulebook import CommitteeRules
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.inputs import Place, ProposalPut
from committee.sessions.models.session import Session
from committee.sessions.querysets import LIVE_ITEM, AgendaItemQuerySet
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case
from workflows.presentation.links import url_to
from workflows.rules import Context

S = AgendaItemState


class AgendaItem(Lifecycle):
    """A case on the agenda of a session.

    `question`, when it is written, is asked instead of that of the case's first proposal. An item
    that is open has rounds of voting (`VotingRound`), at most one of them under way; the last one
    counted gives the decision.
    """

    STATES = (
        State(S.QUEUED, S.QUEUED.label, "mute", "clock", awaits="le comité"),
        State(S.OPEN, S.OPEN.label, "vote", "ballot", awaits="le comité"),
        State(S.DECIDED, S.DECIDED.label, "ok", "check-circle", final=True),
        State(S.DEFERRED, S.DEFERRED.label, "wait", "pause", final=True),
        State(S.REMOVED, S.REMOVED.label, "mute", "archive", final=True),
    )
    BIRTHS = {"add": S.QUEUED}
    ACTIONS = {"add": "Point inscrit à l’ordre du jour"}
    ERASABLE = ("question",)

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField("rang")
    question = models.CharField("question posée", max_length=300, blank=True)
    state = StateField(choices=S.choices, default=S.QUEUED)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)
    reminded_at = models.DateTimeField("votants relancés le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "point de l’ordre du jour"
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="item_state_known"),
            models.UniqueConstraint(
                fields=["session", "position"],
                condition=~Q(state=S.REMOVED),
                name="one_item_per_position",
            ),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state=S.OPEN), name="one_open_item"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=LIVE_ITEM), name="one_live_item_per_case"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.OPEN, S.DECIDED]) | Q(opened_at__isnull=False),
                name="item_opened_dated",
            ),
        ]

    @property
    def opening_question(self) -> str:
        """What the members are asked first."""
        return self.question or str(self.case.subject.on_offer[0].question)

    def __str__(self) -> str:
        return f"Point {self.position}, {self.case.title}"

    def get_absolute_url(self) -> str:
        return f"{url_to('committee:room', self.session_id)}?point={self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the deliberation is open: an open item of an open session."""
        return self.state == S.OPEN and self.session.state == SessionState.OPEN

    @law(
        source=S.QUEUED,
        target=None,
        label="Déplacer",
        done="Point déplacé",
        policy=DirectoryRules.cress_manager,
        takes=Place,
        silent=True,
    )
    def move(self, context: Context) -> None:
        self.position = context.given(Place).position

    @law(
        source=S.QUEUED,
        target=None,
        label="Dire le nouveau jour de la séance",
        done="Jour de la séance changé",
        policy=DirectoryRules.cress_manager,
    )
    def reschedule(self, context: Context) -> None:
        """Its session was planned for another day (`follow_the_day`): people are told."""

    @law(
        source=S.QUEUED,
        target=S.OPEN,
        label="Ouvrir ce point",
        done="Point ouvert",
        policy=CommitteeRules.conductor,
        takes=ProposalPut,
        guards=[
            CommitteeRules.session_open,
            CommitteeRules.no_open_item,
            CommitteeRules.proposal_known,
            CommitteeRules.case_ready,
            CommitteeRules.enough_eligible,
        ],
        effects=[
            CommitteeRules.enter_deliberation,
            CommitteeRules.open_round,
            CommitteeRules.tell_room,
        ],
        silent=True,
    )
    def open(self, context: Context) -> None:
        self.opened_at = context.at

    @law(
        source=S.OPEN,
        target=None,
        label="Mettre aux voix une autre proposition",
        done="Autre proposition mise aux voix",
        policy=CommitteeRules.conductor,
        takes=ProposalPut,
        guards=[CommitteeRules.case_ready, CommitteeRules.proposal_open_to_vote],
        effects=[
            CommitteeRules.supersede_round,
            CommitteeRules.open_round,
            CommitteeRules.tell_room,
        ],
        silent=True,
    )
    def put_to_vote(self, context: Context) -> None:
        """A new round begins; ballots of the one before are not carried over."""

    @law(
        source=S.OPEN,
        target=None,
        label="Clore le vote",
        done="Vote clos",
        policy=CommitteeRules.conductor,
        guards=[
            CommitteeRules.vote_under_way,
            CommitteeRules.case_ready,
            CommitteeRules.enough_eligible,
            CommitteeRules.quorum_reached,
        ],
        effects=[CommitteeRules.count_round, CommitteeRules.tell_room],
        silent=True,
    )
    def close_vote(self, context: Context) -> None:
        """Nobody votes any more; the count is sealed with the round, and nobody is written to."""

    @law(
        source=S.OPEN,
        target=None,
        label="Relancer les votants",
        done="Votants relancés",
        policy=CommitteeRules.conductor,
        guards=[
            CommitteeRules.vote_under_way,
            CommitteeRules.case_ready,
            CommitteeRules.ballot_awaited,
            CommitteeRules.reminder_due,
        ],
        effects=[CommitteeRules.tell_room],
    )
    def remind_voters(self, context: Context) -> None:
        """Those whose ballot is awaited are told so, in the room and by their bell."""
        self.reminded_at = context.at

    @law(
        source=S.OPEN,
        target=S.DECIDED,
        label="Proclamer le résultat",
        done="Résultat proclamé",
        policy=CommitteeRules.conductor,
        guards=[
            CommitteeRules.case_ready,
            CommitteeRules.outcome_reached,
            CommitteeRules.decision_reasoned,
        ],
        effects=[
            CommitteeRules.record_decision,
            CommitteeRules.carry_out,
            CommitteeRules.tell_room,
        ],
    )
    def decide(self, context: Context) -> None:
        """The decision is written, then moves the case: two steps, in one transaction."""
        self.closed_at = context.at

    @law(
        source=[S.QUEUED, S.OPEN],
        target=S.DEFERRED,
        label="Reporter ce point",
        done="Point reporté",
        policy=CommitteeRules.conductor,
        effects=[CommitteeRules.supersede_round, CommitteeRules.tell_room],
        reasoned=True,
    )
    def defer(self, context: Context) -> None:
        """The case waits for a next session; what was not counted never is."""
        self.closed_at = context.at

    @law(
        source=S.QUEUED,
        target=S.REMOVED,
        label="Retirer ce point",
        done="Point retiré",
        policy=DirectoryRules.cress_manager,
        effects=[CommitteeRules.tell_room],
    )
    def remove(self, context: Context) -> None:
        self.closed_at = context.at
