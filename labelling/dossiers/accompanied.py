"""Who accompanies a structure, as its dossier says."""

from django.db.models import QuerySet

from directory.accompaniments.models import Accompaniment
from labelling.dossiers.models import Dossier
from workflows.compiled_sql import Given, Question


def accompaniments_in(dossier: Dossier) -> list[Accompaniment]:
    """What `dossier` declares, one query."""
    return _declared_in.objects(case=dossier.pk)


@Question
def _declared_in() -> "QuerySet[Accompaniment]":
    declared = Accompaniment.objects.declared().filter(case_id=Given("case"))
    return declared.select_related("accompanist")
