"""What was told of a label that is about to end, once and for all."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.recognitions.models import Recognition
from labelling.foresight.enums import NoticeKind
from labelling.renewal.opening import APPLIED_WITH
from workflows.history import Audited
from workflows.presentation.links import url_to

REMIND, WARN, ALERT = "remind", "warn_last_session", "alert_no_session"
ACTION_OF = {NoticeKind.LAST_SESSION: WARN, NoticeKind.NO_SESSION: ALERT}


class RenewalNotice(Audited):
    """One notice of the renewal of a recognition, by its kind and the end that it was about.

    `session_on` and `last_day` are those of the last useful session, as they were told.
    """

    ACTIONS: ClassVar = {
        REMIND: "Échéance rappelée",
        WARN: "Dernière séance utile annoncée",
        ALERT: "Absence de séance signalée",
    }
    ANNOUNCED: ClassVar = (REMIND, WARN, ALERT)

    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="renewal_notices"
    )
    kind = models.CharField("nature", max_length=20, choices=NoticeKind.choices)
    ends_on = models.DateField("fin annoncée")
    session_on = models.DateField("dernière séance utile", null=True, blank=True)
    last_day = models.DateField("dernier jour pour déposer", null=True, blank=True)

    class Meta:
        verbose_name = "rappel de renouvellement"
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "kind", "ends_on"], name="one_renewal_notice"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="renewal_notice_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.LAST_SESSION)
                | Q(session_on__isnull=False, last_day__isnull=False),
                name="renewal_notice_session_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recognition}, {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Where what it asks is done: the renewal, or the sessions."""
        if self.kind == NoticeKind.NO_SESSION:
            return url_to("desk:foresight")
        return url_to(f"{APPLIED_WITH[self.recognition.kind].pages}:renew", self.recognition_id)

    @property
    def action(self) -> str:
        """What telling it is called."""
        return ACTION_OF.get(NoticeKind(self.kind), REMIND)
