"""What a structure has given in its dossier so far: read once, whoever asks. Four queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence
from workflows.correspondence.operations import attachments_of
from workflows.models import Attachment


@dataclass(frozen=True, slots=True)
class Given:
    """The texts by principle, the files still there, the assembly, the internal bodies told."""

    texts: Mapping[str, str]
    files: Sequence[Attachment]
    assembly: AssemblyPresentation | None
    bodies: frozenset[str]

    def files_in(self, slot: str) -> int:
        """How many files are in `slot`."""
        return sum(file.slot == slot for file in self.files)


def given_in(dossier: Dossier) -> Given:
    """As the database has it now."""
    return Given(
        texts=dict(Evidence.objects.filter(dossier=dossier).values_list("principle", "text")),
        files=list(attachments_of(dossier)),
        assembly=AssemblyPresentation.objects.filter(dossier=dossier).first(),
        bodies=frozenset(dossier.internal_presentations.values_list("body", flat=True)),
    )
