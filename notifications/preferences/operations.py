"""Choosing which e-mails one receives: each change leaves a line."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.preferences.enums import Pace, Way
from notifications.preferences.models import Preference, PreferenceChange
from workflows.outbox.notices import Category


@transaction.atomic
def choose(user: Any, paces: Mapping[Category, Pace], *, way: Way) -> None:
    """Have `user` sent each category at its pace from now on; what stays as it was leaves no line.

    IntegrityError for a mandatory category that would not leave at once.
    """
    now = timezone.now()
    # In one order, whoever chooses at the same time.
    for category, pace in sorted(paces.items()):
        Preference.objects.get_or_create(user=user, category=category)
        held = Preference.objects.select_for_update().get(user=user, category=category)
        if held.pace == pace:
            continue
        PreferenceChange.objects.create(
            user=user, category=category, found=held.pace, chosen=pace, way=way, at=now
        )
        held.pace = pace
        held.save(update_fields=["pace"])


def stop(user: Any, categories: Iterable[Category]) -> None:
    """Send `user` none of `categories` any more, as they asked by the link of a letter."""
    choose(user, dict.fromkeys(categories, Pace.NEVER), way=Way.LETTER)


@transaction.atomic
def take_back(user: Any, categories: Iterable[Category]) -> None:
    """Undo `stop`, where nothing else was chosen since: what was stopped is as it was before."""
    before: dict[Category, Pace] = {}
    for category in categories:
        last = PreferenceChange.objects.filter(user=user, category=category).first()
        if last and (last.chosen, last.way) == (Pace.NEVER, Way.LETTER):
            before[category] = Pace(last.found)
    choose(user, before, way=Way.LETTER)
