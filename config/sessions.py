"""The sessions of Django, kept in the database: what each page asks of them is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField, QuerySet, TextField
from django.utils import timezone

from workflows.compiled_sql import Given, Question


class SessionStore(db.SessionStore):
    """As its parent, to the word: one that has ended, or never was, is an empty one."""

    def load(self) -> dict[str, Any]:
        found = _running.rows(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        ((data,),) = found
        return self.decode(data)


@Question
def _running() -> "QuerySet[Any, Any]":
    key, now = Given("key", TextField()), Given("now", DateTimeField())
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
