"""Where things live: a page by its name, that of a case, and a path as seen from outside."""

from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.urls import get_script_prefix, get_urlconf, reverse

from workflows.models import Case

MOST_URLS = 10_000
_urls: dict[tuple[str, int], str] = {}


def url_to(name: str, *args: Any) -> str:
    """As `reverse`, remembered: a page has some sixty addresses, most of them those of others."""
    return _url_to(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), name, *args)


@lru_cache(maxsize=MOST_URLS)
def _url_to(urlconf: Any, prefix: str, name: str, *args: Any) -> str:
    return reverse(name, urlconf, args)


def absolute(path: str) -> str:
    """The URL of `path` as people reach it from outside."""
    return f"{settings.OSE_BASE_URL.rstrip('/')}{path}"


def case_url(case: Case) -> str:
    """The page of `case`, by its kind, and no query as long as that URL needs the key alone.

    Lists link to their cases at no query a row.
    """
    return url_of_case(case.kind, case.pk)


def url_of_case(kind: str, pk: int) -> str:
    """As `case_url`, of a case that was not read."""
    known = _urls.get((kind, pk))
    if known is not None:
        return known
    # A deferred instance: a kind whose URL needs more than the key reads it, and stays right.
    child: Any = apps.get_model(kind)
    # The child's key and its parent's hold the same number.
    keys = [field.attname for field in child._meta.concrete_fields if _is_key(field)]
    subject = child.from_db(DEFAULT_DB_ALIAS, keys, [pk] * len(keys))
    lacking = subject.get_deferred_fields()
    url: str = subject.get_absolute_url()
    if lacking == subject.get_deferred_fields():  # made of the key alone: it never changes
        if len(_urls) >= MOST_URLS:
            _urls.clear()
        _urls[kind, pk] = url
    return url


def _is_key(field: Any) -> bool:
    return field.primary_key or field.name == Case._meta.pk.name
