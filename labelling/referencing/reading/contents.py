"""What an accompanist has given so far: read once, whoever asks. Five queries at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from directory.charters.models import CharterVersion
from labelling.instruction.reading.charter import charter_of
from labelling.referencing.models import Acceptance, Mission, Referencing, TrainedPerson
from workflows.compiled_sql import Given, Question
from workflows.correspondence.operations import files_on
from workflows.models import Attachment

TAX_SLOT = "tax"
CONTRACT_SLOT = "contract"
APPROVAL_SLOT = "esus"


@dataclass(frozen=True, slots=True)
class Contents:
    """The files still there, the people, the missions, and the acceptances by group.

    `version` is the charter signed, or the one in force while it is not; None when there is none.
    """

    files: Sequence[Attachment]
    people: Sequence[TrainedPerson]
    missions: Sequence[Mission]
    acceptances: Mapping[str, Acceptance]
    version: CharterVersion | None

    def files_in(self, slot: str) -> Sequence[Attachment]:
        return [file for file in self.files if file.slot == slot]


def contents_in(referencing: Referencing) -> Contents:
    """As the database has it now. `signature__version` should be loaded."""
    key = referencing.pk
    return Contents(
        files=_files.objects(referencing=key),
        people=_people.objects(referencing=key),
        missions=_missions.objects(referencing=key),
        acceptances={found.group: found for found in _acceptances.objects(referencing=key)},
        version=charter_of(referencing),
    )


REFERENCING = Given("referencing")


@Question
def _files() -> "QuerySet[Any, Any]":
    return files_on(REFERENCING)


@Question
def _people() -> "QuerySet[Any, Any]":
    return TrainedPerson.objects.listed().filter(referencing=REFERENCING).order_by("pk")


@Question
def _missions() -> "QuerySet[Any, Any]":
    found = Mission.objects.listed().filter(referencing=REFERENCING).select_related("client")
    return found.order_by("-year", "pk")


@Question
def _acceptances() -> "QuerySet[Any, Any]":
    return Acceptance.objects.filter(referencing=REFERENCING).order_by("pk")
