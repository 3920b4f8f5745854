"""What each person chose to receive."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.preferences.enums import MANDATORY, Pace, Way
from workflows.outbox.notices import Category


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def pace(self, user: Any, category: Category) -> Pace:
        """At which pace `user` is sent this category; no query for a mandatory one."""
        return Pace.AT_ONCE if category in MANDATORY else self.paces(user, [category])[category]

    def paces(self, user: Any, categories: Iterable[Category]) -> dict[Category, Pace]:
        """At which pace `user` is sent each of `categories`."""
        chosen = dict(self.filter(user=user).values_list("category", "pace"))
        return {one: Pace(chosen.get(one, Pace.AT_ONCE)) for one in categories}


class PreferenceChangeQuerySet(models.QuerySet["PreferenceChange"]):
    def of(self, user: Any) -> "PreferenceChangeQuerySet":
        return self.filter(user=user)


class Preference(models.Model):
    """A person's choice for one category of e-mails; without one, they leave at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    category = models.CharField("nature", max_length=20, choices=Category.choices)
    pace = models.CharField("rythme", max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "préférence"
        constraints = [
            models.UniqueConstraint(fields=["user", "category"], name="preference_once"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="preference_category_known"
            ),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="preference_pace_known"),
            models.CheckConstraint(
                condition=Q(pace=Pace.AT_ONCE) | ~Q(category__in=MANDATORY),
                name="preference_mandatory_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}\u00a0: {self.get_pace_display()}"


class PreferenceChange(models.Model):
    """That a choice was changed: from which, to which, when, and by which way it was said."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    category = models.CharField("nature", max_length=20, choices=Category.choices)
    found = models.CharField("avant", max_length=10, choices=Pace.choices)
    chosen = models.CharField("après", max_length=10, choices=Pace.choices)
    way = models.CharField("comment", max_length=10, choices=Way.choices)
    at = models.DateTimeField("le")

    objects = PreferenceChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de préférence"
        verbose_name_plural = "changements de préférence"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=Way.values), name="preference_change_way_known"
            ),
            models.CheckConstraint(
                condition=Q(found__in=Pace.values, chosen__in=Pace.values)
                & ~Q(found=models.F("chosen")),
                name="preference_change_real",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}\u00a0: {self.get_chosen_display()}"
