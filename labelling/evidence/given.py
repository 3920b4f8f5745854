"""What a structure has given in its dossier so far: read once, whoever asks.

Four queries, and one besides while a dossier that follows a framework is prepared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from workflows import compiled_sql
from workflows.compiled_sql import Question
from workflows.correspondence.operations import files_on
from workflows.models import Attachment


@dataclass(frozen=True, slots=True)
class Given:
    """The texts by principle, the files still there, the assembly, the internal bodies told; the
    principles that the framework covers."""

    texts: Mapping[str, str]
    files: Sequence[Attachment]
    assembly: AssemblyPresentation | None
    bodies: frozenset[str]
    covered: frozenset[str] = frozenset()

    def files_in(self, slot: str) -> int:
        """How many files are in `slot`."""
        return sum(file.slot == slot for file in self.files)


def given_in(dossier: Dossier) -> Given:
    """As the database has it now."""
    return Given(
        texts=dict(_texts.rows(dossier=dossier.pk)),
        files=_files.objects(dossier=dossier.pk),
        assembly=_assembly.first(dossier=dossier.pk),
        bodies=frozenset(body for (body,) in _bodies.rows(dossier=dossier.pk)),
        covered=dossier.covered_today,
    )


DOSSIER = compiled_sql.Given("dossier")


@Question
def _texts() -> "QuerySet[Any, Any]":
    return Evidence.objects.filter(dossier=DOSSIER).values_list("principle", "text")


@Question
def _files() -> "QuerySet[Any, Any]":
    return files_on(DOSSIER)


@Question
def _assembly() -> "QuerySet[Any, Any]":
    return AssemblyPresentation.objects.filter(dossier=DOSSIER)  # one at most


@Question
def _bodies() -> "QuerySet[Any, Any]":
    return InternalPresentation.objects.filter(dossier=DOSSIER).values_list("body")
