"""What an application holds, and what the database keeps true of it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from directory.charters.models import Signature
from directory.delays.enums import Unit
from directory.delays.lengths import Length
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.verification import NOUNS
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models.querysets import ApplicationQuerySet
from labelling.instruction.states import DECIDED, OPEN, PREPARED, WITH_DEADLINE
from workflows.deliberation import Deliberated
from workflows.lifecycles import StateField
from workflows.models import Case

# The day by which someone must act, in a state that has one.
DUE = Coalesce("complements_due_on", "instruction_due_on")


class ApplicationFacts(Deliberated, Case):
    """The facts of an application. A delay that runs is a date: another setting moves no right
    already open.

    `instruction_days` of its unit are the delay promised at the filing. `instruction_due_on` moves
    on by those since `paused_on`: of the organisation to complete, of the committee after it was
    found admissible. `reminded_on` is when the organisation was told that its answer is late:
    the grace begins then, and ends after `lapses_on`. `appealable_until` is the last day of the
    appeal, set by the refusal. `renews` is the recognition that it was opened to renew, None for a
    first application.
    """

    ERASABLE: ClassVar[tuple[str, ...]] = ("decision_reasons", "appeal_grounds")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    renews = models.ForeignKey(
        Recognition,
        verbose_name="reconnaissance à renouveler",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_renewals",
        editable=False,
    )
    state = StateField(choices=S.choices, default=S.DRAFT)
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)
    instruction_days = models.PositiveSmallIntegerField(
        "délai d’instruction, en jours", null=True, blank=True
    )
    instruction_unit = models.CharField(
        "unité de ce délai", max_length=12, choices=Unit.choices, default=Unit.DAY
    )
    instruction_due_on = models.DateField("instruction au plus tard le", null=True, blank=True)
    paused_on = models.DateField("en pause depuis le", null=True, blank=True)
    complements_due_on = models.DateField("compléments au plus tard le", null=True, blank=True)
    reminded_on = models.DateField("retard rappelé le", null=True, blank=True)
    lapses_on = models.DateField("classement possible après le", null=True, blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    decision_reasons = models.TextField("motifs de la décision", blank=True)
    appealable_until = models.DateField("recours possible jusqu’au", null=True, blank=True)
    appeal_grounds = models.TextField("motifs du recours", blank=True)

    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index("state", DUE, "submitted_at", "case_ptr", name="%(class)s_state_due"),
            models.Index(
                DUE,
                "submitted_at",
                "case_ptr",
                condition=Q(state__in=WITH_DEADLINE),
                name="%(class)s_due",
            ),
            models.Index(fields=["-submitted_at", "-case_ptr"], name="%(class)s_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state__in=OPEN), name="one_open_%(class)s"
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=Q(state__in=OPEN), name="one_open_renewal_%(class)s"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.DRAFT, S.WITHDRAWN]) | Q(signature__isnull=False),
                name="%(class)s_signed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*PREPARED, S.WITHDRAWN])
                | Q(submitted_at__isnull=False, instruction_days__isnull=False),
                name="%(class)s_submitted_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_on__isnull=False),
                name="%(class)s_decided_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REFUSED, S.APPEALED])
                | (~Q(decision_reasons="") & Q(appealable_until__gte=F("decided_on"))),
                name="%(class)s_refusal_contestable",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.TO_COMPLETE)
                | Q(complements_due_on__isnull=False, complements_due_on__gte=F("paused_on")),
                name="%(class)s_complements_dated",
            ),
            models.CheckConstraint(
                condition=Q(reminded_on__isnull=True, lapses_on__isnull=True)
                | Q(
                    complements_due_on__isnull=False,
                    reminded_on__gt=F("complements_due_on"),
                    lapses_on__gte=F("reminded_on"),
                ),
                name="%(class)s_reminded_when_late",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CLOSED) | Q(reminded_on__isnull=False),
                name="%(class)s_closed_reminded",
            ),
        ]

    @property
    def concerned_organisation_id(self) -> int:
        return self.organisation_id

    @property
    def at_a_glance(self) -> str:
        """« Renouvellement du label OSE-2024-0003 ». `renews` should be loaded."""
        if self.renews is None:
            return ""
        noun = NOUNS[RecognitionKind(self.renews.kind)]
        return f"Renouvellement du {noun} {self.renews.number}"

    @property
    def promised(self) -> Length | None:
        """The delay of the instruction, as it was when this was filed; None before."""
        if self.instruction_days is None:
            return None
        return Length(self.instruction_days, Unit(self.instruction_unit))
