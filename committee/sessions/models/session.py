"""A session of a body, from its planning to its minutes, and who attends."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from committee.bodies.models import Body, Mandate
from committee.bodies.voting_rules import VotingRule
from committee.rulebook import CommitteeRules
from committee.sessions.enums import SessionState
from committee.sessions.inputs import Minutes, SessionPlan
from committee.sessions.querysets import TO_BE_HELD, SessionQuerySet
from directory.delays.in_force import delay
from directory.delays.lengths import Length
from directory.rulebook import DirectoryRules
from workflows.history import Audited
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.presentation.french import format_date, format_time
from workflows.presentation.links import url_to
from workflows.rules import Context
from workflows.verdicts import Stale

S = SessionState
CALLED = (S.CONVENED, S.OPEN, S.CLOSED, S.MINUTED)
HELD = (S.OPEN, S.CLOSED, S.MINUTED)


class Session(Lifecycle):
    """One meeting of a body.

    `starts_at` is its moment (aware), `chair` the mandate that presides; `notice_waived_reason`,
    when written, says why the members accept a notice shorter than
    `notice_days`. That notice, and `rule`, the voting rule as `VotingRule.to_dict` gives it, are
    those that the members were convened under: what becomes of the body's, or of the setting,
    changes nothing to them.
    """

    STATES = (
        State(S.PLANNED, S.PLANNED.label, "mute", "pencil", awaits="la CRESS"),
        State(S.CONVENED, S.CONVENED.label, "info", "send", awaits="la présidence"),
        State(S.OPEN, S.OPEN.label, "vote", "ballot", awaits="le comité"),
        State(S.CLOSED, S.CLOSED.label, "info", "lock", awaits="la présidence et la CRESS"),
        State(S.MINUTED, S.MINUTED.label, "ok", "check-circle", final=True),
        State(S.CANCELLED, S.CANCELLED.label, "mute", "archive", final=True),
    )
    ERASABLE = ("notice_waived_reason", "minutes")
    KEPT = ("place",)

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sessions")
    chair = models.ForeignKey(
        Mandate,
        verbose_name="présidence",
        on_delete=models.PROTECT,
        related_name="chaired_sessions",
    )
    starts_at = models.DateTimeField("date et heure")
    place = models.CharField("lieu", max_length=200)
    notice_waived_reason = models.TextField("motif du délai abrégé", blank=True)
    state = StateField(choices=S.choices, default=S.PLANNED)
    rule = models.JSONField("règle de vote", null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField("délai de convocation", null=True, blank=True)
    convened_at = models.DateTimeField("convoquée le", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    minutes = models.TextField("procès-verbal", blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        indexes = [models.Index(fields=["-starts_at", "-id"], name="session_recent")]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "starts_at"],
                condition=~Q(state=S.CANCELLED),
                name="one_session_of_a_body_at_a_time",
            ),
            models.CheckConstraint(condition=state_is_known(S), name="session_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=CALLED) | Q(convened_at__isnull=False),
                name="session_convened_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CALLED) | Q(rule__isnull=False, notice_days__isnull=False),
                name="session_rules_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HELD) | Q(opened_at__isnull=False),
                name="session_opened_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.CLOSED, S.MINUTED]) | Q(closed_at__gte=F("opened_at")),
                name="session_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.MINUTED) | ~Q(minutes=""), name="session_minutes_written"
            ),
        ]

    def __str__(self) -> str:
        """« Séance du 10 décembre 2026 à 14 h »: two of one day are told apart."""
        return f"Séance du {format_date(self.held_on)} à {format_time(self.starts_at)}"

    def get_absolute_url(self) -> str:
        return url_to("committee:session", self.pk)

    @property
    def held_on(self) -> date:
        """The day of the session, in France: mandates are those in force on it."""
        return timezone.localdate(self.starts_at)

    @cached_property
    def following(self) -> "Session | None":
        """The next one of the same body that is planned or called, if any."""
        later = Session.objects.filter(
            body=self.body_id, state__in=TO_BE_HELD, starts_at__gt=self.starts_at
        )
        return later.order_by("starts_at", "pk").first()

    @property
    def takes_attendance(self) -> bool:
        """Whether who is there may still change."""
        return self.state in (S.CONVENED, S.OPEN)

    def welcomes_on(self, today: date) -> bool:
        """Whether its members may say that they are there: it is open, or its day has come."""
        return self.takes_attendance and (self.state == S.OPEN or today >= self.held_on)

    @property
    def is_cancelled(self) -> bool:
        return self.state == S.CANCELLED

    @property
    def voting_rule(self) -> VotingRule:
        """The rule it votes under: that of its convening, until then that of its body."""
        return self.body.voting_rule if self.rule is None else VotingRule.from_dict(self.rule)

    @property
    def notice_limit(self) -> date:
        """The last day on which the members can be called with the full notice."""
        if self.notice_days is None:
            return delay("session_notice").before(self.held_on)
        return Length(self.notice_days).before(self.held_on)

    def called_on(self, today: date) -> date:
        """The day the members were called, `today` when they are about to be."""
        return timezone.localdate(self.convened_at) if self.convened_at else today

    def notice_missed(self, day: date) -> bool:
        """Whether `day` is too late to call the members, nobody having said why it may be."""
        return not self.notice_waived_reason and day > self.notice_limit

    @property
    def is_called_too_late(self) -> bool:
        """As of today."""
        return self.notice_missed(self.called_on(timezone.localdate()))

    @property
    def others_that_day(self) -> list["Session"]:
        """The sessions of the same body on the same day, the first to begin first.

        Two are lawful: without a quorum in the morning, a body may meet again in the afternoon.
        """
        found = Session.objects.filter(body=self.body_id, starts_at__date=self.held_on)
        others = found.exclude(state=S.CANCELLED).exclude(pk=self.pk)
        return list(others.order_by("starts_at", "pk"))

    @law(
        source=S.PLANNED,
        target=None,
        label="Modifier la séance",
        done="Séance modifiée",
        policy=DirectoryRules.cress_manager,
        takes=SessionPlan,
        guards=[
            CommitteeRules.day_to_come,
            CommitteeRules.moment_free,
            CommitteeRules.notice_ahead,
        ],
        effects=[CommitteeRules.follow_the_day],
        silent=True,
    )
    def prepare(self, context: Context) -> None:
        """Stale when the session is no longer the one that was `seen`, by its history head."""
        if context.seen not in (None, self.history_head):
            raise Stale("La séance a changé depuis que vous l’avez ouverte.")
        plan = context.given(SessionPlan)
        self.chair, self.body = plan.chair, plan.body
        self.starts_at, self.place = plan.starts_at, plan.place
        self.notice_waived_reason = plan.notice_waived_reason

    @law(
        source=S.PLANNED,
        target=S.CONVENED,
        label="Convoquer la séance",
        done="Séance convoquée",
        policy=DirectoryRules.cress_manager,
        guards=[
            CommitteeRules.agenda_ready,
            CommitteeRules.chair_sits,
            CommitteeRules.notice_given,
        ],
        effects=[CommitteeRules.tell_room],
    )
    def convene(self, context: Context) -> None:
        """The rules are settled with the call: nobody changes them between it and the vote."""
        self.convened_at = context.at
        self.notice_days = delay("session_notice", on=context.today).number
        self.rule = self.body.rule

    @law(
        source=S.CONVENED,
        target=S.OPEN,
        label="Ouvrir la séance",
        done="Séance ouverte",
        policy=CommitteeRules.chair,
        guards=[CommitteeRules.day_come, CommitteeRules.notice_given],
        effects=[
            CommitteeRules.settle_seats,
            CommitteeRules.seat_chair,
            CommitteeRules.tell_room,
        ],
        silent=True,
    )
    def open(self, context: Context) -> None:
        self.opened_at = context.at

    @law(
        source=S.OPEN,
        target=S.CLOSED,
        label="Clore la séance",
        done="Séance close",
        policy=CommitteeRules.chair,
        guards=[CommitteeRules.no_open_item],
        effects=[CommitteeRules.defer_the_rest, CommitteeRules.tell_room],
    )
    def close(self, context: Context) -> None:
        """What was not examined is deferred to a next session."""
        self.closed_at = context.at

    @law(
        source=S.CLOSED,
        target=S.MINUTED,
        label="Établir le procès-verbal",
        done="Procès-verbal établi",
        policy=CommitteeRules.bureau,
        takes=Minutes,
        guards=[CommitteeRules.minutes_given],
        effects=[CommitteeRules.drop_draft, CommitteeRules.tell_room],
    )
    def record_minutes(self, context: Context) -> None:
        self.minutes = context.given(Minutes).text.strip()

    @law(
        source=[S.PLANNED, S.CONVENED],
        target=S.CANCELLED,
        label="Annuler la séance",
        done="Séance annulée",
        policy=DirectoryRules.cress_manager,
        effects=[CommitteeRules.release_agenda, CommitteeRules.tell_room],
        reasoned=True,
    )
    def cancel(self, context: Context) -> None:
        """Its cases may be put on another agenda."""


class Attendance(Audited):
    """Whether a member is in the room. `represented_by` holds their proxy, once proxies exist."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField("présent")
    represented_by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="proxies"
    )

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(fields=["session", "mandate"], name="one_attendance"),
            models.CheckConstraint(
                condition=Q(represented_by__isnull=True) | Q(present=False),
                name="attendance_present_or_represented",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate}, {'présent' if self.present else 'absent'}"
