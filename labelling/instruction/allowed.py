"""What the law has room for where an application stands, whoever acts."""

from typing import Any

from django.utils import timezone

from labelling.instruction.models import Application
from workflows.actors import Actor
from workflows.lifecycles import machine_of
from workflows.rules import Context, unmet_conditions
from workflows.verdicts import Unmet


def allows(application: Application, name: str) -> bool:
    """Whether the law knows the action `name` in this state, whoever acts."""
    return application.state in machine_of(type(application)).transitions[name].sources


def unmet_for(
    application: Application, name: str, actor: Actor, known: dict[Any, Any] | None = None
) -> list[Unmet]:
    """What is missing for `name`, whatever the state and whoever asks.

    `known` is what guards have read (`Context.known`), when a page asks several questions.
    """
    law = machine_of(type(application)).transitions[name].law
    context = Context(
        application, name, actor, timezone.now(), known={} if known is None else known
    )
    return unmet_conditions(law.guards, context, preview=True)
