"""Declaring an accompaniment, correcting it, taking it back. Called by the effects of a case."""

from datetime import date
from typing import Any

from directory.accompaniments.models import Accompaniment
from directory.delays.in_force import delay
from directory.organisations.models import Organisation
from workflows.engine import amend, create
from workflows.rules import Context


def declare(
    context: Context,
    *,
    accompanist: Organisation,
    client: Organisation,
    ended_on: date | None,
    started_on: date | None = None,
) -> Accompaniment:
    """Write that `accompanist` works, or worked, for `client`: in the history of the case too."""
    return create(
        Accompaniment(
            accompanist=accompanist,
            client=client,
            case_id=context.case.pk,
            started_on=started_on,
            **_end(ended_on),
        ),
        actor=context.actor,
        action=context.action,
        at=context.at,
    )


def correct(
    accompaniment: Accompaniment, context: Context, *, client: Organisation, ended_on: date | None
) -> None:
    """It was for `client`, and ended that day."""
    _amend(accompaniment, context, client=client, **_end(ended_on))


def take_back(accompaniment: Accompaniment, context: Context) -> None:
    """It was declared by mistake: it binds nobody any more."""
    _amend(accompaniment, context, removed_at=context.at)


def _amend(accompaniment: Accompaniment, context: Context, **values: Any) -> None:
    amend(accompaniment, action=context.action, actor=context.actor, at=context.at, **values)


def _end(ended_on: date | None) -> dict[str, date | None]:
    if ended_on is None:
        return {"ended_on": None, "binds_until": None}
    binds = delay("accompaniment_months", on=ended_on)
    return {"ended_on": ended_on, "binds_until": binds.after(ended_on)}
