"""What a forger writes with the rights of the application: rows that are sealed, and lie."""

from typing import Any

from django.utils import timezone

from workflows.actors import Actor
from workflows.history import history_model, next_row
from workflows.rows.single import insert_row


class Reference:
    """An actor whose reference says anything."""

    def __init__(self, reference: str) -> None:
        self.reference = reference


def forge(
    instance: Any, action: str, *, source: str, actor: "Actor | Reference", **values: Any
) -> None:
    """Write a sealed history row and the object with it, without asking the law."""
    for name, value in values.items():
        # Past the protection of the state, as plain SQL would.
        instance.__dict__[name] = value
    reason: Any = values.pop("reason", "Motif.")
    row = next_row(
        instance,
        action=action,
        source=source,
        actor=actor,  # type: ignore[arg-type]
        at=timezone.now(),
        reason=reason,
    )
    insert_row(history_model(instance._meta.model), row)
    written = type(instance)._base_manager.filter(pk=instance.pk)
    written.update(history_head=instance.history_head, **values)
