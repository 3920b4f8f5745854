"""The records that a dossier is made of, written by its actions."""

from typing import Any

from workflows.engine import amend, create
from workflows.rules import Context
from workflows.verdicts import Stale


def write_record(
    model: type[Any], context: Context, *, lookup: dict[str, Any], values: dict[str, Any]
) -> None:
    """Create or amend the record of the dossier that `lookup` names, with its own history.

    `context.data["seen"]` is the history head the person was looking at: empty when there was no
    record yet, None when nobody looked.
    """
    found = model._default_manager.filter(dossier_id=context.case.pk, **lookup).first()
    seen = context.data.get("seen")
    if found is not None:
        amend(
            found,
            action=context.action,
            actor=context.actor,
            at=context.at,
            reason=context.reason,
            seen=seen,
            confirmed=context.data.get("confirmed", False),
            **values,
        )
    elif seen:
        raise Stale("Ce texte a disparu depuis que vous l’avez ouvert.")
    else:
        create(
            model(dossier_id=context.case.pk, **lookup, **values),
            actor=context.actor,
            action=context.action,
            at=context.at,
        )
