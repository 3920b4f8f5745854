"""What a structure declares beside its dossier, in the same transaction."""

from directory.accompaniments.models import Accompaniment
from directory.accompaniments.operations import declare, take_back
from labelling.dossiers.inputs import AccompanimentEntry, AccompanimentKey
from labelling.rulebook import LabellingRules
from workflows.rules import Context
from workflows.verdicts import Stale


@LabellingRules.declare_accompaniment.does
def declare_accompaniment(context: Context) -> None:
    """Who accompanies the structure, from when, until when."""
    given = context.given(AccompanimentEntry)
    declare(
        context,
        accompanist=given.accompanist,
        client=context.case.organisation,
        started_on=given.started_on,
        ended_on=given.ended_on,
    )


@LabellingRules.take_accompaniment_back.does
def take_accompaniment_back(context: Context) -> None:
    """One that this dossier declared."""
    own = Accompaniment.objects.declared().filter(case_id=context.case.pk)
    found = own.filter(pk=context.given(AccompanimentKey).pk).first()
    if found is None:
        raise Stale("Cet accompagnement a déjà été retiré.")
    take_back(found, context)
