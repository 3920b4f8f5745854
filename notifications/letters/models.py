"""What each person was sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.letters.enums import Channel, DeliveryStatus


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
