"""The conformity file: a ZIP written as it is read, so that memory does not grow with the register.

What changes meanwhile is not seen: one snapshot of the database gives it all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings

from directory.charters.models import CharterVersion
from labelling.oversight.conformity.facts import Facts, facts_on
from labelling.oversight.conformity.summary import summary_pdf
from labelling.oversight.conformity.tables import sheets_of
from labelling.oversight.sampling.downloads import facts_of, frame_csv
from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from workflows.lifecycles import describe, lifecycle_models, machine_of
from workflows.presentation.sheets import Row, Sheet, plain, write_book, write_csv
from workflows.proof.snapshot import one_snapshot

Progress = Callable[[int, int], None]
Part = Callable[[ZipFile], None]
README = """Dossier de conformité du label OSE, au {day}

resume.pdf      chaque condition, ce que montrent les faits, ce qui manque, et l’équité
tables/         les mêmes lignes et les faits, en CSV (UTF-8, points-virgules)
tables.xlsx     les mêmes tables en un classeur
preuves/        les chartes, les règles du site, les délais, les tirages au sort à refaire

Rien ici n’affirme une conformité\u00a0: les faits sont montrés, et leurs manques. Aucune
identité de qui réclame n’y est. Un compte de moins de cinq est masqué dans les tableaux d’équité.
"""


def write_file(target: IO[bytes], progress: Progress = lambda done, of: None) -> None:
    """Write the whole ZIP into `target`, which can seek; `progress(done, of)` after each part."""
    with one_snapshot(), ZipFile(target, "w", ZIP_DEFLATED) as archive:
        facts = facts_on()
        parts = list(_parts(facts))
        for number, part in enumerate(parts, start=1):
            part(archive)
            progress(number, len(parts))


def _parts(facts: Facts) -> Iterator[Part]:
    readme = README.format(day=facts.today.strftime("%d/%m/%Y"))
    yield lambda archive: archive.writestr("LISEZ-MOI.txt", readme)
    yield lambda archive: archive.writestr("resume.pdf", summary_pdf(facts))
    sheets = sheets_of(facts)
    for sheet in sheets:
        yield partial(_write_csv, sheet=sheet)
    yield lambda archive: _write_book(archive, sheets)
    yield _write_charters
    yield lambda archive: _write_json(archive, "preuves/regles.json", _laws())
    yield lambda archive: _write_json(archive, "preuves/delais.json", settings.OSE_DELAYS)
    yield _write_draws


def _write_csv(archive: ZipFile, sheet: Sheet) -> None:
    with archive.open(f"tables/{sheet.name}.csv", "w") as raw:
        write_csv(raw, sheet.heads, sheet.rows())


def _write_book(archive: ZipFile, sheets: Iterable[Sheet]) -> None:
    """Made aside, as a workbook is itself a ZIP. Its cells are text, as those of the CSV."""
    with TemporaryFile() as file:
        write_book(file, [replace(sheet, rows=partial(_in_text, sheet)) for sheet in sheets])
        file.seek(0)
        with archive.open("tables.xlsx", "w") as raw:
            while chunk := file.read(64 * 1024):
                raw.write(chunk)


def _in_text(sheet: Sheet) -> Iterator[Row]:
    for row in sheet.rows():
        yield [plain(cell) for cell in row]


def _write_charters(archive: ZipFile) -> None:
    """The exact texts, each under the digest that was signed."""
    public = CharterVersion.objects.filter(in_force_from__isnull=False).select_related("charter")
    for version in public.order_by("charter__kind", "number"):
        name = f"preuves/charte-{version.charter.kind}-v{version.number}-{version.digest[:12]}.txt"
        archive.writestr(name, version.text)


def _write_draws(archive: ZipFile) -> None:
    """What each draw is done again from: its rule and its seed, and its frame."""
    for campaign in Campaign.objects.filter(state=CampaignState.DRAWN).order_by("pk"):
        _write_json(archive, f"preuves/tirages/{campaign.number}.json", facts_of(campaign))
        archive.writestr(f"preuves/tirages/{campaign.number}.csv", frame_csv(campaign))


def _write_json(archive: ZipFile, name: str, value: Any) -> None:
    archive.writestr(name, json.dumps(value, ensure_ascii=False, indent=2))


def _laws() -> list[dict[str, Any]]:
    return [describe(machine_of(model)) for model in lifecycle_models()]
