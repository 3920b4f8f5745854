"""Who accompanies a structure, as its dossier says."""

from directory.accompaniments.models import Accompaniment
from labelling.dossiers.models import Dossier


def accompaniments_in(dossier: Dossier) -> list[Accompaniment]:
    """What `dossier` declares, one query."""
    found = Accompaniment.objects.declared().filter(case_id=dossier.pk)
    return list(found.select_related("accompanist"))
