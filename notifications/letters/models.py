"""What each person was sent."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from notifications.letters.enums import TROUBLED, WAITING, Channel, DeliveryStatus, LetterActKind
from workflows.models import Case


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(status__in=WAITING)

    def due(self, at: datetime) -> "DeliveryQuerySet":
        """Those to send at the moment `at`, in the order of what happened."""
        ready = Q(retry_at__isnull=True) | Q(retry_at__lte=at)
        return self.waiting().filter(ready).order_by("pk")

    def blocking(self, at: datetime) -> "DeliveryQuerySet":
        """Those that found the mail server down, which nobody asks again before their moment."""
        return self.waiting().filter(server_down=True, retry_at__gt=at)

    def troubled(self) -> "DeliveryQuerySet":
        """Those that somebody of the CRESS has to look at."""
        return self.filter(status__in=TROUBLED)

    def held_back(self) -> "DeliveryQuerySet":
        """Those that wait for an address that takes letters."""
        return self.filter(status=DeliveryStatus.HELD)

    def gathered(self) -> "DeliveryQuerySet":
        """Those kept for the letter of a week, told in one already or not."""
        return self.filter(status=DeliveryStatus.GATHERED)

    def kept_until(self, monday: datetime) -> "DeliveryQuerySet":
        """Those that the letter of this Monday is to tell."""
        return self.gathered().filter(digest=None, made_at__lt=monday)


class Digest(models.Model):
    """The letter that tells one person, on one Monday, what was kept for it: one, for ever."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    monday = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "résumé de la semaine"
        verbose_name_plural = "résumés de la semaine"
        constraints = [
            models.UniqueConstraint(fields=["user", "monday"], name="digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.monday}"


class Delivery(models.Model):
    """One message to one person about one event, for ever: the unique key says so.

    `event` is what the event is made of, `case` the one that it is about. `tries` counts the
    attempts, and tells one from the others: the end of an attempt is written by whoever made it.
    `held_by` names the worker of the last one, `attempted_at` is when it began, `retry_at` the
    moment before which there is no other; `attempted_since` is when the first began since it was
    last asked to leave: its 72 hours run from there. `server_down`: it is the server that failed,
    and what follows waits with it. `problem` says in words why it has not left.
    `message_id` and `sent_to` are those of the last attempt: a letter that comes back is known by
    both. `digest` is the letter of a week that it was kept for.
    """

    ANNOUNCED = ("trouble",)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    event_key = models.CharField(max_length=150)
    event = models.JSONField()
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    status = models.CharField(
        max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.TO_SEND
    )
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    held_by = models.CharField(max_length=64, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    attempted_since = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    server_down = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    sent_to = models.EmailField(blank=True)
    digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="told")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        constraints = [
            models.UniqueConstraint(fields=["user", "event_key", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="delivery_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | (~Q(status=DeliveryStatus.SENT) & Q(sent_at__isnull=True)),
                name="delivery_sent_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status=DeliveryStatus.DELAYED) | Q(retry_at__isnull=False),
                name="delivery_delayed_until",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=TROUBLED) | ~Q(problem=""),
                name="delivery_trouble_said",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(status__in=WAITING), name="delivery_waiting"),
            models.Index(
                fields=["id"],
                condition=Q(status=DeliveryStatus.SENDING),
                name="delivery_under_way",
            ),
            models.Index(
                fields=["user", "made_at"],
                condition=Q(status=DeliveryStatus.GATHERED, digest=None),
                name="delivery_kept",
            ),
            models.Index(fields=["event_key"], name="delivery_event"),
            models.Index(
                fields=["message_id"], condition=~Q(message_id=""), name="delivery_message_id"
            ),
            models.Index(
                fields=["user"],
                condition=Q(status=DeliveryStatus.HELD),
                name="delivery_held",
            ),
            models.Index(fields=["status", "-id"], name="delivery_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.event_key}, {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        """The letters that have the same state."""
        return f"{reverse('notifications:letters')}?etat={self.status}"

    def held(self) -> "models.QuerySet[Any]":
        """Its row, as long as no other attempt was made since this one was read."""
        under_way = (DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN)
        return Delivery.objects.filter(pk=self.pk, tries=self.tries, status__in=under_way)


class LetterAct(models.Model):
    """What somebody of the CRESS decided of a letter that had not left: `actor` is a reference."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="acts")
    act = models.CharField(max_length=10, choices=LetterActKind.choices)
    found = models.CharField(max_length=10, choices=DeliveryStatus.choices)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "acte sur un envoi"
        verbose_name_plural = "actes sur un envoi"
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=LetterActKind.values), name="letter_act_known"
            ),
            models.CheckConstraint(condition=Q(found__in=TROUBLED), name="letter_act_on_trouble"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.delivery}"
