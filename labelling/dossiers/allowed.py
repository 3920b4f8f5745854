"""What the law has room for in a dossier's state, whoever acts."""

from django.utils import timezone

from labelling.dossiers.models import Dossier
from workflows.actors import Actor
from workflows.lifecycles import machine_of
from workflows.rules import Context, unmet_conditions
from workflows.verdicts import Unmet


def allows(dossier: Dossier, name: str) -> bool:
    """Whether the law knows the action `name` in the dossier's state, whoever acts."""
    return dossier.state in machine_of(Dossier).transitions[name].sources


def unmet_for(dossier: Dossier, name: str, actor: Actor) -> list[Unmet]:
    """What is missing for `name`, whatever the state and whoever asks."""
    law = machine_of(Dossier).transitions[name].law
    context = Context(dossier, name, actor, timezone.now(), {})
    return unmet_conditions(law.guards, context, preview=True)
