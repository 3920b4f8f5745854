"""Putting several cases on the agenda of a session."""

from collections.abc import Sequence
from typing import Any

from committee.sessions.models import Session
from committee.sessions.operations import PREPARED, add_item
from workflows.actors import Actor
from workflows.pages.bulk import BulkAct, bulk_act
from workflows.verdicts import Refused, Unmet

GONE = "Cette séance n’est plus en préparation."


@bulk_act
class PutOnAgenda(BulkAct):
    key = "agenda"
    label = "Inscrire à l’ordre du jour"
    chosen = "Séance"

    def choices(self) -> Sequence[tuple[str, str]]:
        sessions = Session.objects.filter(state__in=PREPARED).order_by("starts_at", "pk")
        return [(str(session.pk), str(session)) for session in sessions]

    def do(self, case: Any, *, choice: str, text: str, actor: Actor) -> str:
        session = Session.objects.filter(pk=choice, state__in=PREPARED).first()
        if session is None:
            raise Refused(GONE, unmet=[Unmet("session_gone", GONE)])
        item = add_item(session, case=case, actor=actor)
        return f"Inscrit à l’ordre du jour, point {item.position}."
