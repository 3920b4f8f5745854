"""The rules by which what is kept will go: declared by each app, foreseen on one page.

Nothing here deletes anything. How long is in `settings.OSE_RETENTION`; source: the « RGPD » rules
of the domain (dossiers, refusals, minutes, named votes).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

Named = Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """What becomes of `rows` `months` calendar months after their `since`, an expression of a day.

    `months` is None for what no delay ends. `title`, `does` and `why` say it in French. `named`
    gives the words and the address of a row; None where only numbers are shown. `done` when `tick`
    does it already.
    """

    key: str
    title: str
    does: str
    why: str
    rows: Callable[[], "QuerySet[Any]"]
    months: int | None = None
    since: Combinable | None = None
    named: Named | None = None
    done: bool = False


_rules: dict[str, RetentionRule] = {}


def retention(rule: RetentionRule) -> None:
    """Declare `rule`. Raises ImproperlyConfigured for one that counts from no day, or is twice."""
    if rule.key in _rules:
        raise ImproperlyConfigured(f"retention rule {rule.key} is declared twice")
    if (rule.months is None) != (rule.since is None):
        raise ImproperlyConfigured(f"retention rule {rule.key} has a delay, or a day, alone")
    _rules[rule.key] = rule


def retention_rules() -> list[RetentionRule]:
    return list(_rules.values())
