"""What an event is about: its object, the page it leads to, the case it belongs to."""

from typing import Any

from django.apps import apps

from workflows.lifecycles import Lifecycle
from workflows.models import Case, Message, Task
from workflows.outbox.events import Event
from workflows.presentation.links import case_url


def object_of(event: Event) -> Any:
    """The object the event happened to, as it is now."""
    return apps.get_model(event.model)._default_manager.get(pk=event.pk)


def url_of(subject: Any) -> str:
    """The page that shows `subject` to those who are told of it (a path, no host)."""
    if isinstance(subject, Message):
        return case_url(subject.case)
    if isinstance(subject, Task):
        return case_url(subject.process.case)
    url: str = subject.get_absolute_url()
    return url


def case_id_of(subject: Any) -> int | None:
    """The case `subject` is, or belongs to; None for what belongs to none."""
    if isinstance(subject, Case):
        return subject.pk
    if isinstance(subject, Task):
        return subject.process.case_id
    found: int | None = getattr(subject, "case_id", None)
    return found


def still_asked(subject: Any, event: Event) -> bool:
    """Whether what the event asked for is still to do: the state has not moved on since."""
    if isinstance(subject, Task):
        return subject.finished is None
    return not isinstance(subject, Lifecycle) or subject.state == event.state
