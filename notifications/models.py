"""What each person was told, by which way, and what they chose to receive."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from notifications.enums import MANDATORY, Category, Channel, DeliveryStatus, ReminderKind
from workflows.models import Task


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, user: Any) -> "NotificationQuerySet":
        return self.filter(user=user)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """What the bell says to one person of one event. `event_key` is the event's own key."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    event_key = models.CharField(max_length=150)
    title = models.CharField("titre", max_length=200)
    body = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=300, blank=True)
    created_at = models.DateTimeField("reçue le")
    read_at = models.DateTimeField("lue le", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "event_key"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_list"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Opening it reads it, and leads to what it is about."""
        return reverse("notifications:open", args=[self.pk])


class Delivery(models.Model):
    """One message to one person about one event: the unique key is what sends it once.

    `attempted_at` is when the attempt under way, or the last one, began.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    event_key = models.CharField(max_length=150)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices)
    attempted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.event_key}, {self.get_status_display()}"


class Preference(models.Model):
    """A person's choice for one category of e-mails; without one, they are sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    category = models.CharField("nature", max_length=20, choices=Category.choices)
    email = models.BooleanField("par e-mail", default=True)

    class Meta:
        verbose_name = "préférence"
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="preference_once"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="preference_category_known"
            ),
            models.CheckConstraint(
                condition=Q(email=True) | ~Q(category__in=MANDATORY),
                name="preference_mandatory_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} : {'oui' if self.email else 'non'}"


class Reminder(models.Model):
    """The mark that a request was reminded of: each kind once, however many ticks run."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=ReminderKind.choices)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "rappel"
        constraints = [
            models.UniqueConstraint(fields=["task", "kind"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values), name="reminder_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}, {self.get_kind_display()}"
