"""Who is told of a move before it is made, so that whoever makes it knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labelling.instruction.models import Application
from labelling.instruction.notices import OF_ANY_APPLICATION
from workflows.actors import Actor


@dataclass(frozen=True, slots=True)
class Told:
    """The people that one notice goes to; `email` false when only their bell rings."""

    people: Sequence[Any]
    email: bool


def told_of(application: Application, transition: str, actor: Actor) -> list[Told]:
    """Notice by notice, those whom the move tells, without whoever acts. One query each."""
    found = [
        Told(
            list(
                notice.users(application)
                .exclude(pk=actor.user.pk)
                .order_by("last_name", "first_name", "pk")
            ),
            notice.email,
        )
        for notice in OF_ANY_APPLICATION[transition]
    ]
    return [told for told in found if told.people]
