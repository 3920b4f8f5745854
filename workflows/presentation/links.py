"""Where things live: the page of a case without reading it, and a path as seen from outside."""

from typing import Any

from django.apps import apps
from django.conf import settings

from workflows.models import Case


def absolute(path: str) -> str:
    """The URL of `path` as people reach it from outside."""
    return f"{settings.OSE_BASE_URL.rstrip('/')}{path}"


def case_url(case: Case) -> str:
    """The page of `case`, by its kind, and no query as long as that URL needs the key alone.

    Lists link to their cases at no query a row.
    The child is a deferred instance: a kind whose URL needs more would read it, and stay right.
    """
    child: Any = apps.get_model(case.kind)
    # The child's key and its parent's hold the same number.
    keys = [field.attname for field in child._meta.concrete_fields if _is_key(field)]
    subject = child.from_db(case._state.db, keys, [case.pk] * len(keys))
    url: str = subject.get_absolute_url()
    return url


def _is_key(field: Any) -> bool:
    return field.primary_key or field.name == Case._meta.pk.name
