"""Which workers live."""

from django.db import models


class Heartbeat(models.Model):
    """A worker that lives: its row is there before it takes a task, and `beats` grows meanwhile.

    Whoever finds that `beats` no longer grows takes the row away, and the tasks of that worker go
    back to the queue. `beat_at` is for people: no rule reads it, for a clock may be moved.
    """

    name = models.CharField(max_length=64, primary_key=True)
    beats = models.PositiveBigIntegerField(default=0)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"

    def __str__(self) -> str:
        return self.name
