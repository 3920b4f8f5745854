"""The right granted: the OSE label and the accompanist's listing, written once for both."""

from datetime import date

from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, When

from directory.charters.models import Signature
from directory.organisations.folding import FoldedField
from directory.organisations.models import Organisation
from directory.recognitions.codes import LENGTH, new_code
from directory.recognitions.enums import RecognitionKind, RecognitionState, Standing
from directory.recognitions.inputs import Extension, Sanction, Suspension
from directory.recognitions.querysets import RUNNING, RecognitionQuerySet
from directory.recognitions.validity import longest_extension
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case
from workflows.presentation.links import url_to
from workflows.rules import Context
from workflows.verdicts import Stale

S = RecognitionState
PAGES: dict[str, str] = {
    RecognitionKind.LABEL: "recognition",
    RecognitionKind.ACCOMPANIST: "listing",
}
LIVE = (S.ACTIVE, S.SUSPENDED)
GIVEN_UP = (S.WITHDRAWN, S.RENOUNCED)
# A renewed label is hidden, since the next stands in its place.
STANDINGS = {
    S.ACTIVE: Standing.VALID,
    S.SUSPENDED: Standing.SUSPENDED,
    S.SCHEDULED: Standing.SCHEDULED,
    S.WITHDRAWN: Standing.OVER,
    S.EXPIRED: Standing.OVER,
    S.RENOUNCED: Standing.OVER,
}


class Recognition(Lifecycle):
    """A right granted to an organisation under a signed charter version, for a time.

    Valid from `valid_from` through `valid_until`, both included. `case` is the one that granted
    it, `previous` the one it renews. A renewal lives by what it renews: withdrawn or renounced
    before it begins, that takes the renewal along; suspended, that makes it wait.

    Extended, `valid_until` is its new last day, so that whatever reads it is right at once;
    `granted_until` keeps the one that it was granted with, `extendable_until` how far the first
    extension let it go.

    A label that ran before this site was put in service is born active, with the number and the
    dates that it had: `case` is then the import that took it up (docs/decisions/0050).

    It is suspended and withdrawn by a case that examined it, `sanction`, never by hand: who may is
    said by the app that holds those cases (docs/decisions/0042).
    """

    STATES = (
        State(S.SCHEDULED, "À venir", "info", "calendar"),
        State(S.ACTIVE, "Active", "ok", "check-circle"),
        State(S.SUSPENDED, "Suspendue", "wait", "pause", awaits="l’organisation et la CRESS"),
        State(S.WITHDRAWN, "Retirée", "stop", "x-circle"),
        State(S.EXPIRED, "Expirée", "mute", "archive", final=True),
        State(S.RENOUNCED, "Renoncée", "mute", "archive", final=True),
        State(S.RENEWED, "Renouvelée", "mute", "refresh", final=True),
    )
    BIRTHS = {"grant": S.SCHEDULED, "import": S.ACTIVE}
    ACTIONS = {"import": "Reprise d’un label qui existait"}
    KEPT = ("number", "code", "folded_name", "department")
    DERIVED = ("folded_name", "department", "standing", "listed")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="recognitions"
    )
    kind = models.CharField("nature", max_length=20, choices=RecognitionKind.choices)
    number = models.CharField("numéro", max_length=30, unique=True)
    code = models.CharField(
        "code de vérification", max_length=LENGTH, unique=True, default=new_code, editable=False
    )
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="recognitions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recognitions")
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        db_index=False,
    )
    valid_from = models.DateField("valable à partir du")
    valid_until = models.DateField("valable jusqu’au")
    granted_until = models.DateField("accordée jusqu’au", null=True, blank=True)
    extendable_until = models.DateField("prolongeable jusqu’au", null=True, blank=True)
    state = StateField(choices=S.choices, default=S.SCHEDULED)
    suspended_on = models.DateField("suspendue le", null=True, blank=True)
    suspension_due_on = models.DateField("suspension au plus tard jusqu’au", null=True, blank=True)
    sanction = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sanctioned",
        verbose_name="affaire qui l’a suspendue ou retirée",
    )
    ended_on = models.DateField("terminée le", null=True, blank=True)

    # Its organisation's, kept by the database (`FollowOrganisation`), for the register's indexes.
    folded_name = FoldedField(default="", editable=False)
    department = models.CharField(max_length=3, default="", editable=False)
    standing = models.GeneratedField(
        expression=Choice(
            *(
                When(kind=RecognitionKind.LABEL, state=state, then=standing)
                for state, standing in STANDINGS.items()
            ),
            default=Standing.HIDDEN,
        ),
        output_field=models.PositiveSmallIntegerField(choices=Standing.choices),
        db_persist=True,
    )
    # In the annuaire, by its state alone: past its last day it is not, whatever its state says.
    listed = models.GeneratedField(
        expression=Choice(
            When(kind=RecognitionKind.ACCOMPANIST, state=S.ACTIVE, then=True), default=False
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = "reconnaissance"
        ordering = ["-valid_from", "-pk"]
        indexes = [
            models.Index(fields=["state", "valid_until"], name="recognition_expiry"),
            # What ends when, for the CRESS's desk: the keys that it looks up are there.
            models.Index(
                fields=["valid_until", "id", "organisation"],
                condition=Q(kind=RecognitionKind.LABEL, state__in=LIVE),
                name="recognition_ending",
            ),
            # In the order of the register; the last day is there for it to count without the table.
            models.Index(
                fields=["standing", "folded_name", "id", "valid_until"], name="recognition_register"
            ),
            models.Index(
                fields=["department", "standing", "folded_name", "id", "valid_until"],
                name="recognition_register_by_place",
            ),
            # In each other order of the register, whatever stands, and of one standing.
            models.Index(fields=["folded_name", "id"], name="recognition_by_name"),
            models.Index(fields=["valid_until", "id"], name="recognition_by_end"),
            models.Index(fields=["standing", "number"], name="recognition_of_one_by_number"),
            models.Index(
                fields=["standing", "valid_until", "id"], name="recognition_of_one_by_end"
            ),
            models.Index(
                fields=["listed", "folded_name", "id", "valid_until"], name="recognition_annuaire"
            ),
            # Most follow nothing: counted among the keys, they make SQLite think that this finds
            # them all, and look elsewhere.
            models.Index(
                fields=["previous"],
                condition=Q(previous__isnull=False),
                name="recognition_previous",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state__in=LIVE),
                name="one_live_recognition",
            ),
            # A renewal given up before its time leaves room for another.
            models.UniqueConstraint(
                fields=["previous"],
                condition=Q(previous__isnull=False) & ~Q(state__in=GIVEN_UP),
                name="one_next_recognition",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecognitionKind.values), name="recognition_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="recognition_dates_ordered"
            ),
            models.CheckConstraint(
                condition=Q(granted_until__isnull=True, extendable_until__isnull=True)
                | Q(
                    granted_until__isnull=False,
                    valid_until__gt=F("granted_until"),
                    valid_until__lte=F("extendable_until"),
                ),
                name="recognition_extension_bounded",
            ),
            models.CheckConstraint(condition=state_is_known(S), name="recognition_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.SUSPENDED) | Q(suspension_due_on__gte=F("suspended_on")),
                name="recognition_suspension_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.SCHEDULED, *LIVE]) | Q(ended_on__isnull=False),
                name="recognition_end_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.SUSPENDED, S.WITHDRAWN]) | Q(sanction__isnull=False),
                name="recognition_sanction_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its public page, where anybody checks it: in the register, or in the annuaire."""
        return url_to(f"directory:{PAGES[self.kind]}", self.number)

    @property
    def term_ends_on(self) -> date:
        """The last day that it was granted with, extended or not."""
        return self.granted_until or self.valid_until

    @property
    def next(self) -> "Recognition | None":
        """The renewal of this one, the last granted if a first was given up. One query at most."""
        return max(self.followers.all(), key=lambda follower: follower.pk, default=None)

    @property
    def successor(self) -> "Recognition | None":
        """The renewal that takes its place, or will; None once that was given up or ended."""
        following = self.next
        return following if following is not None and following.state in RUNNING else None

    @property
    def furthest_extension(self) -> date:
        """The last day that an extension may reach; the first one settles it for the others."""
        return self.extendable_until or longest_extension(self.valid_until)

    @law(
        source=S.SCHEDULED,
        target=S.ACTIVE,
        label="Faire commencer",
        done="Validité commencée",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.start_date_reached, DirectoryRules.previous_gives_way],
        effects=[DirectoryRules.lift_removal],
    )
    def start(self, context: Context) -> None:
        """On `valid_from`, by the system; later, if the one before is suspended that day.

        The CRESS settles it: reinstated, that one is renewed and this one starts at the next
        tick; withdrawn, it takes this one along.
        """

    @law(
        source=S.ACTIVE,
        target=None,
        label="Prolonger",
        done="Prolongation",
        policy=DirectoryRules.cress_manager,
        takes=Extension,
        guards=[DirectoryRules.extension_possible, DirectoryRules.extension_bounded],
        reasoned=True,
    )
    def extend(self, context: Context) -> None:
        """No grace is silent: it is decided before the last day, with reasons, and bounded."""
        if context.seen not in (None, self.valid_until.isoformat()):
            raise Stale("Sa dernière journée a changé depuis que vous avez ouvert la page.")
        if self.granted_until is None:
            self.granted_until = self.valid_until
            self.extendable_until = self.furthest_extension
        self.valid_until = context.given(Extension).until

    @law(
        source=S.ACTIVE,
        target=S.SUSPENDED,
        label="Suspendre",
        done="Suspension",
        policy=DirectoryRules.suspending_review,
        takes=Suspension,
        guards=[DirectoryRules.suspension_bounded],
        effects=[DirectoryRules.ask_removal],
        reasoned=True,
    )
    def suspend(self, context: Context) -> None:
        """Until a day at most: lifted, or turned into a withdrawal, or over by then."""
        given = context.given(Suspension)
        self.sanction_id = given.case
        self.suspended_on = context.today
        self.suspension_due_on = given.until

    @law(
        source=S.SUSPENDED,
        target=None,
        label="Confirmer la suspension",
        done="Suspension confirmée",
        policy=DirectoryRules.sanctioning_decision,
        takes=Suspension,
        guards=[DirectoryRules.suspension_bounded],
        reasoned=True,
    )
    def confirm_suspension(self, context: Context) -> None:
        """What was suspended in an emergency is so by a decision, from the same first day."""
        given = context.given(Suspension)
        self.sanction_id = given.case
        self.suspension_due_on = given.until

    @law(
        source=S.SUSPENDED,
        target=S.ACTIVE,
        label="Rétablir",
        done="Rétablissement",
        policy=DirectoryRules.reinstating_review,
        effects=[DirectoryRules.lift_removal],
        reasoned=True,
    )
    def reinstate(self, context: Context) -> None:
        self._end_suspension()

    @law(
        source=S.SUSPENDED,
        target=S.ACTIVE,
        label="Constater la fin de la suspension",
        done="Fin de la suspension",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.suspension_term_passed],
        effects=[DirectoryRules.lift_removal],
    )
    def resume(self, context: Context) -> None:
        """Its last day is past: no suspension outlasts its term because nobody decided."""
        self._end_suspension()

    @law(
        source=[S.SCHEDULED, S.ACTIVE, S.SUSPENDED],
        target=S.WITHDRAWN,
        label="Retirer",
        done="Retrait",
        policy=DirectoryRules.sanctioning_decision,
        takes=Sanction,
        effects=[DirectoryRules.take_next_along, DirectoryRules.ask_removal],
        reasoned=True,
    )
    def withdraw(self, context: Context) -> None:
        """With the renewal that has not begun: a label withdrawn does not come back by itself."""
        self.sanction_id = context.given(Sanction).case
        self.ended_on = context.today

    @law(
        source=S.WITHDRAWN,
        target=S.ACTIVE,
        label="Annuler le retrait",
        done="Retrait annulé",
        policy=DirectoryRules.sanctioning_decision,
        guards=[DirectoryRules.no_other_live],
        effects=[DirectoryRules.bring_next_back, DirectoryRules.lift_removal],
        reasoned=True,
    )
    def restore(self, context: Context) -> None:
        """As if it had never been withdrawn: its dates are those that it was granted with."""
        self.ended_on = None
        self._end_suspension()

    @law(
        source=S.WITHDRAWN,
        target=S.SCHEDULED,
        label="Annuler le retrait, avant le premier jour",
        done="Retrait annulé",
        policy=DirectoryRules.sanctioning_decision,
        reasoned=True,
    )
    def restore_ahead(self, context: Context) -> None:
        """A renewal that was taken along, before it had begun."""
        self.ended_on = None
        self._end_suspension()

    @law(
        source=[S.SCHEDULED, S.ACTIVE, S.SUSPENDED],
        target=S.RENOUNCED,
        label="Renoncer",
        done="Renonciation",
        policy=DirectoryRules.recognition_representative,
        guards=[DirectoryRules.representative_verified],
        effects=[DirectoryRules.take_next_along, DirectoryRules.ask_removal],
    )
    def renounce(self, context: Context) -> None:
        """With the renewal that has not begun, as for `withdraw`."""
        self.ended_on = context.today

    @law(
        source=S.ACTIVE,
        target=S.RENEWED,
        label="Renouveler",
        done="Renouvellement",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.next_recognition_ready],
    )
    def renew(self, context: Context) -> None:
        """Never from a suspension: it would end it, and nobody would have decided so."""
        self.ended_on = context.today

    @law(
        source=[S.ACTIVE, S.SUSPENDED],
        target=S.EXPIRED,
        label="Faire expirer",
        done="Expiration",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.end_date_passed, DirectoryRules.suspension_settled],
        effects=[DirectoryRules.ask_removal],
    )
    def expire(self, context: Context) -> None:
        """Suspended or not, unless a renewal waits for the suspension to be settled.

        The public reads « expiré » from the day after the last, whatever the state.
        """
        self.ended_on = self.valid_until

    def _end_suspension(self) -> None:
        """Nothing weighs on it any more; what did is in its history."""
        self.sanction_id = self.suspended_on = self.suspension_due_on = None
