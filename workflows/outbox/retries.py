"""Trying a task again, later and later: a server that does not answer comes back."""

from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

MAX_ATTEMPTS = 8  # about four hours in all


def try_later(task: Any, *, attempt: int, **arguments: Any) -> bool:
    """Enqueue `task` again after a pause that doubles, from two minutes; False after the last.

    `attempt` is the one that just failed, from 1. A task that may not try again lets its error
    out, and is left FAILED, where an operator sees it.
    """
    if attempt >= MAX_ATTEMPTS:
        return False
    later = task.using(run_after=timezone.now() + timedelta(minutes=2**attempt))
    later.enqueue(**arguments, attempt=attempt + 1)
    return True


def send_or_try_later(message: EmailMessage, task: Any, *, attempt: int, **arguments: Any) -> None:
    """Send `message`, which `task` wrote; enqueue it again when the mail server does not answer.

    The last failure is let out: the task is left FAILED.
    """
    try:
        message.send()
    except OSError:
        if not try_later(task, attempt=attempt, **arguments):
            raise
