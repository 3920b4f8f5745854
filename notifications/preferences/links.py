"""The link by which a letter is stopped without signing in (RFC 8058).

It is worth its signature: it names a person and what they stop, and serves for nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from directory.people.models import User
from notifications.preferences.enums import optional_categories
from workflows.outbox.notices import Category

SALT = "notifications.preferences.stop"
# Letters are kept, and stopped from, long after they were read.
LONGEST = timedelta(days=400)


class Altered(Exception):
    """Nobody of ours wrote this link."""


class Stale(Exception):
    """It was ours: it is too old, or whoever it was for has no account any more."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a link stops, and for whom."""

    user: User
    categories: tuple[Category, ...]


def stopping_path(user: Any, categories: Iterable[Category]) -> str:
    """The path of the link that stops `categories` for `user`: whoever has it may."""
    return reverse("notifications:stop", args=[stopping_token(user, categories)])


def stopping_token(user: Any, categories: Iterable[Category]) -> str:
    return signing.dumps({"person": user.pk, "of": sorted(categories)}, salt=SALT)


def read(token: str) -> Stopping:
    """What the link that ends with `token` stops; raises Altered or Stale."""
    try:
        named = signing.loads(token, salt=SALT, max_age=LONGEST)
    except signing.SignatureExpired as error:
        raise Stale from error
    except signing.BadSignature as error:
        raise Altered from error
    user = User.objects.filter(pk=named["person"], is_active=True).first()
    # What was optional the day of the letter may be so no longer.
    categories = tuple(one for one in optional_categories() if one in named["of"])
    if user is None or user.is_erased or not categories:
        raise Stale
    return Stopping(user, categories)
