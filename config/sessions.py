"""The sessions of Django, kept in the database: what each page asks of them is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, QuerySet, TextField
from django.utils import timezone

from workflows.compiled_sql import Given, Question


class SessionStore(db.SessionStore):
    """As its parent, to the word: one that has ended, or never was, is an empty one.

    A cookie may be written so that it gives a NUL, which PostgreSQL looks for in no text.
    """

    def load(self) -> dict[str, Any]:
        key = self.session_key or ""
        found = [] if "\0" in key else _running.rows(key=key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        ((data,),) = found
        return self.decode(data)


@Question
def _running() -> "QuerySet[Any, Any]":
    key, now = Given("key", TextField()), Given("now", DateTimeField())
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
