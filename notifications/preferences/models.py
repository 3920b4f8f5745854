"""What each person chose to receive."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.preferences.enums import MANDATORY
from workflows.outbox.notices import Category


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def refused(self, user: Any, category: Category) -> bool:
        """Whether `user` chose not to receive this category by e-mail."""
        return self.filter(user=user, category=category, email=False).exists()


class Preference(models.Model):
    """A person's choice for one category of e-mails; without one, they are sent."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    category = models.CharField("nature", max_length=20, choices=Category.choices)
    email = models.BooleanField("par e-mail", default=True)

    objects = PreferenceQuerySet.as_manager()

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
        return f"{self.get_category_display()}\u00a0: {'oui' if self.email else 'non'}"
