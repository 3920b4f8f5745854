"""Agreeing that an identity is read, refusing it, reading it, sealing it by another key."""

from django.db import transaction

from labelling.oversight.complaints.inputs import Said
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.identities.models import Identity, Opening, SealedIdentity
from labelling.oversight.sealing.box import NotOurs
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Refused, Unmet

LOST = "Aucune clé de ce site n’ouvre ce scellé. Dites-le à qui administre le site."


def agree(opening: Opening, *, actor: Actor) -> Opening:
    """The second person accepts what they read. Raises Stale when it does not wait any more."""
    perform(opening.complaint, "agree_identity", actor=actor, seen=opening.history_head)
    return opening


def refuse(opening: Opening, *, words: str, actor: Actor) -> Opening:
    """The second person refuses, with reasons. Raises as `agree`."""
    head = opening.history_head
    perform(opening.complaint, "refuse_identity", actor=actor, data=Said(words), seen=head)
    return opening


@transaction.atomic
def read_identity(complaint: Complaint, *, actor: Actor) -> Identity:
    """Who complained, for one of the two who agreed, while the time runs; it leaves a row.

    Raises Forbidden and Refused; then no row says that it was read.
    """
    perform(complaint, "read_identity", actor=actor)
    try:
        return SealedIdentity.objects.select_related("complaint").get(complaint=complaint).opened()
    except NotOurs as error:
        raise Refused("Le scellé ne s’ouvre pas.", unmet=[Unmet("lost", LOST)]) from error
