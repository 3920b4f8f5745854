"""The evidence of the cases that were decided: the files that they hold, and how they were decided.

For one reader: what a policy denies to them stays out, and the list says so, as it says of each
file that the scanner has not cleared. Complaints are none of these cases: what somebody said of an
organisation is for those who handle it. Files of messages are none of the evidence either.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.oversight.conformity.sealed import SealedZip
from labelling.oversight.reviews.models import ComplianceReview
from labelling.referencing.models import Referencing
from labelling.revisions.models import CharterRevision
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.files.zipping import entry_path, unique
from workflows.kinds import kind_of
from workflows.models import Attachment, Case
from workflows.presentation.sheets import plain, write_csv
from workflows.proof.documents import documents

BATCH = 200  # cases
FOLDER = "preuves"
BY_COMMITTEE = Q(pk__in=Case.objects.filter(decisions__isnull=False).values("pk"))
# By kind, the cases that were decided: by the committee, or closed with an outcome.
DECIDED: Mapping[type[Case], Q] = {
    Dossier: Q(decided_on__isnull=False) | BY_COMMITTEE,
    Referencing: Q(decided_on__isnull=False) | BY_COMMITTEE,
    ComplianceReview: ~Q(outcome=""),
    Framework: BY_COMMITTEE,
    CharterRevision: BY_COMMITTEE,
}
HEADS = (
    "Affaire",
    "Nature",
    "Place",
    "Nom",
    "Déposée le",
    "Octets",
    "SHA-256 à la réception",
    "Chemin",
    "Laissée de côté",
)
NOT_THERE = "introuvable sur le disque"
ALTERED = "jointe, mais ses octets ne sont plus ceux qui ont été reçus"
DECISION = {
    "proposition": "decisions__proposal",
    "decision": "decisions__outcome",
    "prononcee_le": "decisions__decided_at",
    "motifs": "decisions__reasons",
    "preuve_du_calcul": "decisions__proof",
}
Part = Callable[[], None]


class Pieces:
    """Writes into `archive`, for `reader`, what each of `parts` holds; the last one is the list.

    Its lines wait in `listed`, an empty file, for all that they list to be written.
    """

    def __init__(self, archive: SealedZip, reader: Actor, listed: IO[bytes]) -> None:
        self._archive, self._reader, self._listed = archive, reader, listed

    def parts(self) -> Iterator[Part]:
        """A few cases at a time, so that somebody who waits sees it go on."""
        for model, decided in DECIDED.items():
            keys = list(model.objects.filter(decided).order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(keys), BATCH):
                yield partial(self._write_cases, model, keys[start : start + BATCH])
        yield self._write_documents
        yield self._write_list

    def _write_cases(self, model: type[Case], keys: Sequence[int]) -> None:
        files: defaultdict[int, list[Attachment]] = defaultdict(list)
        found = Attachment.objects.filter(case__in=keys, message=None, removed_at=None)
        for attachment in found.order_by("uploaded_at", "pk"):
            files[attachment.case_id].append(attachment)
        decisions = _decisions_on(keys)
        for case in model.objects.filter(pk__in=keys).order_by("pk"):
            if not files[case.pk] and not decisions[case.pk]:
                continue
            if not CaseRules.read_case.verdict(self._reader, case).permitted:
                self._tell(case, why=f"réservée\u00a0: {CaseRules.read_case.who}")
                continue
            folder = _Folder(FOLDER, "affaires", str(case.reference))
            for rank, decision in enumerate(decisions[case.pk], start=1):
                self._write_decision(folder, rank, decision)
            self._write_files(case, folder, files[case.pk])

    def _write_decision(self, folder: "_Folder", rank: int, decision: Mapping[str, Any]) -> None:
        told = {words: decision[column] for words, column in DECISION.items()}
        text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        self._archive.text(folder.path(f"décision {rank}.json"), text)

    def _write_files(self, case: Case, folder: "_Folder", files: Sequence[Attachment]) -> None:
        places = {slot.key: slot.label for slot in kind_of(case).slots(case)} if files else {}
        for file in files:
            place = places.get(file.slot, "Autres pièces")
            if file.servable:
                self._write_file(case, folder, place, file)
            else:
                self._tell(case, place, file, why=str(file.get_scan_display()))

    def _write_file(self, case: Case, folder: "_Folder", place: str, file: Attachment) -> None:
        try:
            source = file.file.open("rb")
        except FileNotFoundError:
            self._tell(case, place, file, why=NOT_THERE)
            return
        path = folder.path(place, file.name)
        with source:
            digest = self._archive.file(path, source, size=file.size, made_at=file.uploaded_at)
        self._tell(case, place, file, path=path, why="" if digest == file.sha256 else ALTERED)

    def _write_documents(self) -> None:
        folder = _Folder(FOLDER)
        for document in documents():
            path = folder.path(document.folder, document.name)
            if document.policy.verdict(self._reader, document.subject).permitted:
                self._archive.text(path, document.text)
            else:
                row = ["", document.folder, "", document.name, plain(document.made_at), "", "", ""]
                self._row([*row, f"réservée\u00a0: {document.policy.who}"])

    def _write_list(self) -> None:
        self._listed.seek(0)
        with self._archive.entry(f"{FOLDER}/pieces.csv") as entry:
            write_csv(entry, HEADS, map(json.loads, self._listed))

    def _tell(
        self,
        case: Case,
        place: str = "",
        file: Attachment | None = None,
        *,
        path: str = "",
        why: str,
    ) -> None:
        told = [file.name, plain(file.uploaded_at), file.size, file.sha256] if file else [""] * 4
        self._row([case.reference, str(case._meta.verbose_name), place, *told, path, why])

    def _row(self, cells: Sequence[Any]) -> None:
        self._listed.write(f"{json.dumps(cells)}\n".encode())


class _Folder:
    """A folder of the ZIP, in which no two things have one name."""

    def __init__(self, *parts: str) -> None:
        self._parts = parts
        self._taken: set[str] = set()

    def path(self, *parts: str) -> str:
        return unique(entry_path(*self._parts, *parts), self._taken)


def _decisions_on(keys: Sequence[int]) -> Mapping[int, list[Mapping[str, Any]]]:
    """By case, in the order in which they were taken; by their relation: the committee is not
    known here."""
    found: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    cases = Case.objects.filter(pk__in=keys, decisions__isnull=False)
    for row in cases.order_by("pk", "decisions__pk").values("pk", *DECISION.values()):
        found[row["pk"]].append(row)
    return found
