"""The minutes of a session while they are written."""

from django.db import models

from committee.sessions.models.session import Session
from directory.people.models import User


class MinutesDraft(models.Model):
    """What whoever writes the minutes of `session` has kept so far, at `kept_at`.

    `version` counts what was kept: several people write, and none over another unawares. Not
    audited, on purpose: nothing of it is said until the minutes are established, and it goes then.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="minutes_draft")
    text = models.TextField("texte", blank=True)
    version = models.PositiveIntegerField("version", default=0)
    kept_at = models.DateTimeField("gardé le")
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "brouillon de procès-verbal"

    def __str__(self) -> str:
        return f"Brouillon, {self.session}"
