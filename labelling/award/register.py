"""What the public register says of the dossier that a label was granted to."""

from collections.abc import Iterator

from directory.recognitions.models import Recognition
from directory.recognitions.public_facts import Fact, recognition_facts
from labelling.dossiers.models import Dossier
from workflows.presentation.french import format_date


@recognition_facts
def granting(recognition: Recognition) -> Iterator[Fact]:
    """The approach followed and the day of the decision; nothing for what is not a label."""
    found = Dossier.objects.select_related("framework").filter(pk=recognition.case_id)
    for dossier in found:
        yield Fact("Démarche", dossier.followed)
        if dossier.decided_on:
            yield Fact("Décision du comité", format_date(dossier.decided_on))
