"""What the structure gave in its dossier, principle by principle, for those who read it filed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.followed import followed_by
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import filed_context, files_by_slot
from workflows.actors import Actor
from workflows.presentation.files import FileLine


def filed_dossier_context(
    dossier: Dossier, actor: Actor, *, refused: AssessmentsForm | None = None, shown: str = ""
) -> dict[str, Any]:
    """What `labelling/instruction_detail.html` shows of `dossier`, for a reader of the CRESS or the
    committee, opened on the principle `shown`. It should come with its framework besides."""
    files = files_by_slot(dossier)
    assembly = AssemblyPresentation.objects.filter(dossier=dossier).first()
    contents = principle_contents(dossier, files, assembly)
    return {
        **filed_context(
            dossier, actor, contents=contents, files=files, refused=refused, shown=shown
        ),
        "assembly": assembly,
        "internal": list(dossier.internal_presentations.all()),
        "followed": followed_by(dossier),
    }


def principle_contents(
    dossier: Dossier,
    files: Mapping[str, Sequence[FileLine]],
    assembly: AssemblyPresentation | None,
) -> list[Content]:
    """The six principles in the charter's order."""
    covered = dossier.covered_today
    texts = dict(Evidence.objects.filter(dossier=dossier).values_list("principle", "text"))
    changed = _changed_at(dossier)
    wordings: dict[str, str] = {}
    if dossier.signature is not None:
        wordings = dict(dossier.signature.version.principles.values_list("key", "text"))
    contents = []
    for key in PrincipleKey:
        presented = key == PrincipleKey.PRESENTATION
        contents.append(
            Content(
                key=key.value,
                wording=wordings.get(key, ""),
                text=_said_of(assembly) if presented else texts.get(key, ""),
                files=files.get(slot_of_principle(key), []),
                changed_at=changed.get(key.value),
                details="labelling/parts/presented.html" if presented else "",
                settled_by=dossier.followed if key.value in covered else "",
            )
        )
    return contents


def slot_of_principle(key: PrincipleKey) -> str:
    """Where the files of a principle stand: those of the fifth are the minutes of the assembly."""
    if key == PrincipleKey.PRESENTATION:
        return AssemblyPresentation.MINUTES_SLOT
    return f"principle:{key}"


def _said_of(assembly: AssemblyPresentation | None) -> str:
    if assembly is None:
        return "L’assemblée générale n’est pas décrite."
    return (
        f"{assembly}, {assembly.present_count}\u00a0présents ou représentés"
        f" sur {assembly.member_count}\u00a0convoqués."
    )


def _changed_at(dossier: Dossier) -> dict[str, datetime]:
    """By principle, when something of it was last written, given or taken off. Four queries."""
    last: dict[str, datetime] = defaultdict(lambda: dossier.opened_at)
    for key, moment in _touched(dossier):
        if moment is not None:
            last[key] = max(last[key], moment)
    return last


def _touched(dossier: Dossier) -> Iterator[tuple[str, datetime | None]]:
    written = Evidence.history.filter(dossier_id=dossier.pk).order_by()
    yield from written.values_list("principle").annotate(Max("history_date"))
    for model in (AssemblyPresentation, InternalPresentation):
        found = model.history.filter(dossier_id=dossier.pk).aggregate(last=Max("history_date"))
        yield PrincipleKey.PRESENTATION.value, found["last"]
    files = dossier.attachments.values_list("slot", "uploaded_at", "removed_at")
    for slot, uploaded_at, removed_at in files:
        minutes = slot == AssemblyPresentation.MINUTES_SLOT
        key = PrincipleKey.PRESENTATION.value if minutes else slot.removeprefix("principle:")
        yield key, removed_at or uploaded_at
