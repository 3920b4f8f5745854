"""`manage.py check` finds the event that nobody declared, and the notice of none."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from workflows.outbox.events import event_name
from workflows.outbox.notices import all_notices, events_of, silenced
from workflows.policies import Policy


@register("notices")
def check_notices(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every event is told or silenced, for good reasons, to people whom something finds."""
    return [*_check_events(), *_check_reasons(), *_check_audiences()]


def _check_events() -> Iterator[Error]:
    happening = {
        event_name(model, action) for model in apps.get_models() for action in events_of(model)
    }
    declared = all_notices().keys() | silenced().keys()
    for name in sorted(happening - declared):
        yield Error(f"event {name} is neither told nor silenced", id="workflows.E021")
    for name in sorted(declared - happening):
        yield Error(f"event {name} is declared, and cannot happen", id="workflows.E022")


def _check_reasons() -> Iterator[Error]:
    for name, why in sorted(silenced().items()):
        if not why:
            yield Error(f"event {name} is silenced, and nobody says why", id="workflows.E023")


def _check_audiences() -> Iterator[Error]:
    for name, notices in sorted(all_notices().items()):
        for notice in notices:
            audience = notice.audience
            found = audience.is_written if isinstance(audience, Policy) else callable(audience)
            if not found:
                yield Error(
                    f"event {name}: nothing finds the audience of {notice.template}",
                    hint="An audience is a policy that is written, or a function of the object.",
                    id="workflows.E024",
                )
