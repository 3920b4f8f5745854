"""The records that a case is made of, written by its actions."""

from typing import Any

from workflows.engine import amend, create
from workflows.rules import Context
from workflows.verdicts import Stale


def write_record(
    model: type[Any],
    context: Context,
    *,
    lookup: dict[str, Any],
    values: dict[str, Any],
    confirmed: bool = False,
) -> None:
    """Create or amend the record that `lookup` names, with its own history.

    `context.seen` is the history head the person was looking at: empty when there was no record
    yet, None when nobody looked. `confirmed`: a row is written even if nothing differs.
    """
    found = model._default_manager.filter(**lookup).first()
    if found is not None:
        amend(
            found,
            action=context.action,
            actor=context.actor,
            at=context.at,
            reason=context.reason,
            seen=context.seen,
            confirmed=confirmed,
            **values,
        )
    elif context.seen:
        raise Stale("Ce texte a disparu depuis que vous l’avez ouvert.")
    else:
        create(model(**lookup, **values), actor=context.actor, action=context.action, at=context.at)
