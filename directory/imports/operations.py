"""Taking up the labels that exist already: all of a file, or none of it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from directory.charters.models import Signature
from directory.delays.in_force import read_once
from directory.imports.columns import Places, matched
from directory.imports.issues import ImportRefused, Issue, refused
from directory.imports.models import LabelImport
from directory.imports.reading import LABELS, ImportedLabel, read_labels
from directory.imports.tables import Table, read_table
from directory.organisations.identifiers import IdentifierKind
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import longest_extension
from workflows.actors import Actor
from workflows.engine import create
from workflows.numbering import take_up
from workflows.presentation.french import count, enumerate_french
from workflows.presentation.lines import one_line

KIND = RecognitionKind.LABEL
MOST_TOLD = 20
OF_ONE = ("ce label dure", "Il compte comme prolongé", "sa fin")
OF_SEVERAL = ("ces labels durent", "Ils comptent comme prolongés", "leur fin")
Progress = Callable[[int, int], None]
Known = dict[int, Organisation]


@dataclass(frozen=True, slots=True)
class Imported:
    """One label taken up; `is_new` when its organisation was not known."""

    row: int
    number: str
    organisation: str
    is_new: bool


@dataclass(slots=True)
class Report:
    """What was taken up, or would be; `notes` are what the person should know of it.

    `source` is the case that the labels come from; None for a dry run, whose case is undone.
    """

    labels: list[Imported] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    source: LabelImport | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would bring: its labels, the organisations known already, by row, and notes."""

    labels: list[ImportedLabel]
    known: Known
    notes: list[str]


def examine(table: Table, places: Places, *, at: datetime) -> Examined:
    """Read all of `table`, and compare it with what is here. Writes nothing, locks nothing.

    Raises ImportRefused with all that is wrong.
    """
    with read_once():  # the rule that gives the end of each
        labels = read_labels(table, places, today=timezone.localdate(at))
    known = _known(labels)
    _refuse_taken(labels, known)
    notes = list(_remarks(labels))
    if table.stopped_at:
        notes.append(
            f"La lecture s’est arrêtée à la ligne {table.stopped_at}, après des milliers de lignes "
            "vides."
        )
    return Examined(labels, known, notes)


def _remarks(labels: list[ImportedLabel]) -> Iterator[str]:
    """What is unusual in them, and no error."""
    if short := [label.row for label in labels if label.is_short]:
        lasts, _, end = OF_ONE if len(short) == 1 else OF_SEVERAL
        yield (
            f"{_lines(short)}\u00a0: {lasts} moins longtemps que la règle ne le prévoit. Vérifiez "
            f"{end}."
        )
    if extended := [label.row for label in labels if label.is_extended]:
        lasts, counts, end = OF_ONE if len(extended) == 1 else OF_SEVERAL
        yield (
            f"{_lines(extended)}\u00a0: {lasts} plus longtemps que la règle ne le prévoit. "
            f"{counts} par la CRESS. Vérifiez {end}."
        )


def _lines(found: list[int]) -> str:
    """« Ligne 3 », « Lignes 3, 4 et 12 autres »."""
    rows = [str(row) for row in found[:MOST_TOLD]]
    if more := len(found) - len(rows):
        rows.append(count(more, "autre", "autres"))
    return f"{'Ligne' if len(found) == 1 else 'Lignes'} {enumerate_french(rows)}"


def import_labels(
    content: bytes,
    *,
    name: str,
    actor: Actor,
    places: Places | None = None,
    dry_run: bool = False,
    at: datetime | None = None,
    progress: Progress = lambda done, of: None,
) -> Report:
    """Take up every label of the file `content`, called `name`; a dry run undoes all that it did.

    `places` says which column is where; by default the headings do. The caller has checked that
    `actor` may. An organisation whose SIREN or RNA is known stays as it is. `progress(done, of)`
    hears of each label. Raises ImportRefused with all that is wrong, then nothing has changed.
    """
    at = at or timezone.now()
    table = read_table(content)
    found = examine(table, matched(table.headings) if places is None else places, at=at)
    report = Report(notes=found.notes)
    try:
        with transaction.atomic():
            report.source, report.labels = _take_up(
                found.labels, name, content, actor, at, progress
            )
            if dry_run:
                report.source = None
                transaction.set_rollback(True)
    except IntegrityError as error:
        raise refused(
            "Quelqu’un a écrit entre-temps\u00a0: rien n’est repris, recommencez."
        ) from error
    return report


def _take_up(
    labels: list[ImportedLabel],
    name: str,
    content: bytes,
    actor: Actor,
    at: datetime,
    progress: Progress,
) -> tuple[LabelImport, list[Imported]]:
    by_series: dict[str, list[int]] = defaultdict(list)
    for label in labels:
        by_series[label.series].append(label.rank)
    # In one order, so that two imports at once wait for one another; then what they see is final.
    skipped = [
        f"{series}-{rank:04d}"
        for series, ranks in sorted(by_series.items())
        for rank in take_up(series, ranks)
    ]
    known = _known(labels)
    _refuse_taken(labels, known)
    day = timezone.localdate(at)
    source = create(
        LabelImport(
            kind=LabelImport._meta.label_lower,
            title=f"Import de labels du {day:%d/%m/%Y}",
            opened_at=at,
            closed_at=at,
            file_name=one_line(name)[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            skipped=skipped,
        ),
        actor=actor,
        at=at,
    )
    taken = []
    for done, label in enumerate(labels, start=1):
        taken.append(_import_one(label, known.get(label.row), source, actor, at))
        progress(done, len(labels))
    return source, taken


def _known(labels: list[ImportedLabel]) -> Known:
    """By row, the organisation that bears its SIREN or RNA, where there is one."""
    sirens = [label.identifier.siren for label in labels if label.identifier.siren]
    rnas = [label.identifier.value for label in labels if not label.identifier.siren]
    found: dict[str, Organisation] = {}
    for organisation in Organisation.objects.filter(Q(siren__in=sirens) | Q(rna__in=rnas)):
        found |= {key: organisation for key in (organisation.siren, organisation.rna) if key}
    keys = {label.row: label.identifier.siren or label.identifier.value for label in labels}
    return {row: found[key] for row, key in keys.items() if key in found}


def _refuse_taken(labels: list[ImportedLabel], known: Known) -> None:
    """Raise ImportRefused for the numbers that labels bear, and for who holds one already."""
    numbers = set(
        Recognition.objects.filter(number__in=[label.number for label in labels]).values_list(
            "number", flat=True
        )
    )
    holders = dict(
        Recognition.objects.running()
        .filter(kind=KIND, organisation__in=list(known.values()))
        .values_list("organisation", "number")
    )
    issues = []
    for label in labels:
        organisation = known.get(label.row)
        if label.number in numbers:
            issues.append(Issue(label.row, LABELS["number"], f"{label.number} existe déjà."))
        elif organisation is not None and organisation.pk in holders:
            words = f"{organisation} a déjà le label {holders[organisation.pk]}."
            issues.append(Issue(label.row, LABELS["identifier"], words))
    if issues:
        raise ImportRefused(issues)


def _import_one(
    label: ImportedLabel,
    known: Organisation | None,
    source: LabelImport,
    actor: Actor,
    at: datetime,
) -> Imported:
    reason = f"Import de {source.file_name}, ligne {label.row}"
    organisation = known or create(_organisation(label, at), actor=actor, reason=reason, at=at)
    signed_at = timezone.make_aware(datetime.combine(label.signed_on, time(12)))
    signature = Signature.objects.create(
        version=label.version,
        organisation=organisation,
        signed_by=None,
        name=label.signatory,
        function=label.function,
        digest=label.version.digest,
        signed_at=signed_at,
    )
    create(
        Recognition(
            organisation=organisation,
            kind=KIND,
            number=label.number,
            signature=signature,
            case_id=source.pk,
            valid_from=label.valid_from,
            valid_until=label.valid_until,
            granted_until=label.usual_end if label.is_extended else None,
            extendable_until=longest_extension(label.usual_end) if label.is_extended else None,
            state=RecognitionState.ACTIVE,
        ),
        actor=actor,
        action="import",
        reason=reason,
        at=at,
    )
    return Imported(label.row, label.number, organisation.name, known is None)


def _organisation(label: ImportedLabel, at: datetime) -> Organisation:
    found = label.identifier
    return Organisation(
        name=label.name,
        siren=found.siren,
        siret=found.value if found.kind is IdentifierKind.SIRET else "",
        rna=found.value if found.kind is IdentifierKind.RNA else None,
        legal_form=label.legal_form,
        esus=label.esus,
        declared_cooperative=label.declared_cooperative,
        department=label.department,
        city=label.city,
        registered_at=at,
    )
