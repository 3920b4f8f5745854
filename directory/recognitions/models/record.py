"""What a recognition holds, and what the database keeps true of it."""

from datetime import date

from django.db import models
from django.db.models import Case as Choice
from django.db.models import F, Q, When

from directory.charters.models import Signature
from directory.organisations.folding import FoldedField
from directory.organisations.models import Organisation
from directory.recognitions.codes import LENGTH, new_code
from directory.recognitions.enums import (
    GIVEN_UP,
    LIVE,
    STANDINGS,
    RecognitionKind,
    RecognitionState,
    Standing,
)
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.validity import longest_extension, renewal_opens
from workflows.lifecycles import Lifecycle, State, StateField, state_is_known
from workflows.models import Case
from workflows.presentation.links import url_to

S = RecognitionState
PAGES: dict[str, str] = {
    RecognitionKind.LABEL: "recognition",
    RecognitionKind.ACCOMPANIST: "listing",
}


class RecognitionRecord(Lifecycle):
    """The facts of a recognition.

    Valid from `valid_from` through `valid_until`, both included. `case` is the one that granted
    it, `previous` the one it renews.

    Extended, `valid_until` is its new last day, so that whatever reads it is right at once;
    `granted_until` keeps the one that it was granted with, `extendable_until` how far the first
    extension let it go.

    A label that ran before this site was put in service is born active, with the number and the
    dates that it had; extended, if these exceed the rule. `case` is then the import that took it up
    (docs/decisions/0050).
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
        "directory.Recognition",
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
        abstract = True
        verbose_name = "reconnaissance"
        ordering = ["-valid_from", "-pk"]
        indexes = [
            models.Index(fields=["state", "valid_until"], name="recognition_expiry"),
            # What time starts and resumes: few wait for it, and each tick asks.
            models.Index(
                fields=["valid_from", "id"],
                condition=Q(state=RecognitionState.SCHEDULED),
                name="recognition_to_start",
            ),
            models.Index(
                fields=["suspension_due_on", "id"],
                condition=Q(state=RecognitionState.SUSPENDED),
                name="recognition_to_resume",
            ),
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
    def end_before_extension(self) -> date:
        """The last day that the last extension moved; its own when there was none. One query."""
        former = self.history.exclude(valid_until=self.valid_until).order_by("-history_id")
        ends: date | None = former.values_list("valid_until", flat=True).first()
        return ends or self.valid_until

    @property
    def renewal_opens_on(self) -> date:
        """The day from which its renewal may be opened, extended or not."""
        return renewal_opens(self.term_ends_on, self.kind)

    @property
    def furthest_extension(self) -> date:
        """The last day that an extension may reach; the first one settles it for the others."""
        return self.extendable_until or longest_extension(self.valid_until)
