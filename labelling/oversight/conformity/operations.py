"""Asking for a conformity file."""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.conformity.tasks import make_file
from labelling.oversight.rulebook import OversightRules
from workflows.actors import Actor


def ask_for_file(*, actor: Actor) -> ConformityFile:
    """Have one made, or give the one that is being made: one at a time is enough.

    Raises Forbidden for anyone but the CRESS and the independent monitor.
    """
    OversightRules.read_conformity.require(actor, actor.user)
    try:
        with transaction.atomic():
            asked = ConformityFile.objects.create(asked_by=actor.user, asked_at=timezone.now())
            transaction.on_commit(partial(asked.note, 0, 1))
            make_file.enqueue(pk=asked.pk)
    except IntegrityError:
        return ConformityFile.objects.get(ready_at=None, failed_at=None)
    return asked
