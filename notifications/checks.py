"""`manage.py check` finds the notice that has no words."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notifications.words import template_of
from workflows.outbox.notices import all_notices


@register("notices")
def check_words(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every notice of every app has its template."""
    return [
        Error(f"event {name} has no words: {template_of(notice)}", id="notifications.E001")
        for name, notices in sorted(all_notices().items())
        for notice in notices
        if not _exists(template_of(notice))
    ]


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
