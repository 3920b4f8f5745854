"""What the structure gave in its dossier, principle by principle, for those who read it filed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, Model, QuerySet, Value

from directory.charters.enums import PrincipleKey
from directory.charters.models import Principle
from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.models import Dossier
from labelling.evidence.followed import followed_by
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import filed_context, files_by_slot
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.history import history_model
from workflows.models import Attachment
from workflows.presentation.files import FileLine

DOSSIER = Given("dossier")
PRESENTATION = PrincipleKey.PRESENTATION


def filed_dossier_context(
    dossier: Dossier, actor: Actor, *, refused: AssessmentsForm | None = None, shown: str = ""
) -> dict[str, Any]:
    """What `labelling/instruction_detail.html` shows of `dossier`, for a reader of the CRESS or the
    committee, opened on the principle `shown`. It should come with its framework besides."""
    given = filed_in(dossier)
    return {
        **filed_context(
            dossier,
            actor,
            contents=given.contents,
            files=given.files,
            refused=refused,
            shown=shown,
        ),
        "accompaniments": accompaniments_in(dossier),
        "assembly": given.assembly,
        "internal": given.internal,
        "followed": followed_by(dossier),
    }


@dataclass(frozen=True, slots=True)
class Filed:
    """What a dossier holds: its files by slot, its assembly, the bodies told, and the `contents`
    of the six principles, in the charter's order."""

    files: Mapping[str, Sequence[FileLine]]
    assembly: AssemblyPresentation | None
    internal: Sequence[InternalPresentation]
    contents: Sequence[Content]


def filed_in(dossier: Dossier) -> Filed:
    """All of it, in six queries."""
    every_file = _every_file.objects(dossier=dossier.pk)
    files = files_by_slot(dossier, every_file)
    assembly = _assembly.first(dossier=dossier.pk)
    texts = dict(_texts.rows(dossier=dossier.pk))
    changed = _changed_at(dossier, every_file)
    wordings: dict[str, str] = {}
    if dossier.signature is not None:
        wordings = dict(_wordings.rows(version=dossier.signature.version_id))
    covered = dossier.covered_today
    contents = [
        Content(
            key=key.value,
            wording=wordings.get(key, ""),
            text=_said_of(assembly) if key == PRESENTATION else texts.get(key, ""),
            files=files.get(slot_of_principle(key), []),
            changed_at=changed.get(key.value),
            details="labelling/parts/presented.html" if key == PRESENTATION else "",
            settled_by=dossier.followed if key.value in covered else "",
        )
        for key in PrincipleKey
    ]
    internal = _internal.objects(dossier=dossier.pk)
    return Filed(files, assembly, internal, contents)


def slot_of_principle(key: PrincipleKey) -> str:
    """Where the files of a principle stand: those of the fifth are the minutes of the assembly."""
    if key == PRESENTATION:
        return AssemblyPresentation.MINUTES_SLOT
    return f"principle:{key}"


def _said_of(assembly: AssemblyPresentation | None) -> str:
    if assembly is None:
        return "L’assemblée générale n’est pas décrite."
    return (
        f"{assembly}, {assembly.present_count}\u00a0présents ou représentés"
        f" sur {assembly.member_count}\u00a0convoqués."
    )


def _changed_at(dossier: Dossier, every_file: Iterable[Attachment]) -> dict[str, datetime]:
    """By principle, when something of it was last written, given or taken off. One query."""
    last: dict[str, datetime] = defaultdict(lambda: dossier.opened_at)
    for key, moment in [*_written.rows(dossier=dossier.pk), *_moved(every_file)]:
        last[key] = max(last[key], moment)
    return last


def _moved(every_file: Iterable[Attachment]) -> Iterator[tuple[str, datetime]]:
    for file in every_file:
        minutes = file.slot == AssemblyPresentation.MINUTES_SLOT
        key = PRESENTATION.value if minutes else file.slot.removeprefix("principle:")
        yield key, file.removed_at or file.uploaded_at


@Question
def _every_file() -> "QuerySet[Any]":
    return Attachment.objects.filter(case_id=DOSSIER)


@Question
def _assembly() -> "QuerySet[Any]":
    return AssemblyPresentation.objects.filter(dossier=DOSSIER)  # one at most


@Question
def _internal() -> "QuerySet[Any]":
    return InternalPresentation.objects.filter(dossier=DOSSIER)


@Question
def _texts() -> "QuerySet[Any, Any]":
    return Evidence.objects.filter(dossier=DOSSIER).values_list("principle", "text")


@Question
def _wordings() -> "QuerySet[Any, Any]":
    return Principle.objects.filter(version=Given("version")).values_list("key", "text")


@Question
def _written() -> "QuerySet[Any, Any]":
    """By principle, the last row of its history; the fifth is the assembly and the bodies told."""
    texts = _rows_of(Evidence).values_list("principle").annotate(Max("history_date"))
    fifth = Value(PRESENTATION.value, CharField())
    told = (
        _rows_of(model).annotate(principle=fifth).values_list("principle", "history_date")
        for model in (AssemblyPresentation, InternalPresentation)
    )
    return texts.union(*told, all=True)


def _rows_of(model: "type[Model]") -> "QuerySet[Any]":
    rows: QuerySet[Any] = history_model(model).objects.filter(dossier_id=DOSSIER).order_by()
    return rows
