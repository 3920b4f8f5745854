"""The conformity file: a ZIP written as it is read, so that memory does not grow with the register.

What changes meanwhile is not seen: one snapshot of the database gives it all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from directory.charters.models import CharterVersion
from directory.delays.in_force import delays
from labelling.oversight.conformity.facts import Facts, facts_on
from labelling.oversight.conformity.pieces import Pieces
from labelling.oversight.conformity.sealed import SealedZip
from labelling.oversight.conformity.summary import summary_pdf
from labelling.oversight.conformity.tables import sheets_of
from labelling.oversight.sampling.downloads import facts_of, frame_csv
from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from workflows.actors import Actor
from workflows.lifecycles import describe, lifecycle_models, machine_of
from workflows.presentation.sheets import Row, Sheet, plain, write_book, write_csv
from workflows.proof.snapshot import one_snapshot

Progress = Callable[[int, int], None]
Part = Callable[[], None]
README = """Dossier de conformité du label OSE, au {day}

resume.pdf      chaque condition, ce que montrent les faits, ce qui manque, et l’équité
tables/         les mêmes lignes et les faits, en CSV (UTF-8, points-virgules)
tables.xlsx     les mêmes tables en un classeur
preuves/        les chartes, les règles du site, les délais, les tirages au sort à refaire, les
                procès-verbaux des séances
preuves/affaires/       pour chaque affaire décidée, à son numéro, ses pièces et le calcul de chaque
                        décision
preuves/pieces.csv      la liste des pièces, et pourquoi certaines sont laissées de côté
empreintes.sha256       l’empreinte de tout ce qui est ici (sha256sum --check empreintes.sha256)

Rien ici n’affirme une conformité\u00a0: les faits sont montrés, et leurs manques. Aucune
identité de qui réclame n’y est, ni aucune pièce d’une réclamation. Un compte de moins de cinq est
masqué dans les tableaux d’équité. Ce dossier est fait pour la personne qui l’a demandé\u00a0: ce
qu’elle ne peut pas lire sur le site n’y est pas. Une pièce que l’antivirus n’a pas déclarée saine
est laissée de côté.
"""


def write_file(
    target: IO[bytes], *, reader: Actor, progress: Progress = lambda done, of: None
) -> None:
    """Write the whole ZIP into `target`, which can seek, of what `reader` may read.

    `progress(done, of)` after each part.
    """
    with one_snapshot(), SealedZip(target) as archive, TemporaryFile() as listed:
        pieces = Pieces(archive, reader, listed)
        parts = [*_parts(archive, facts_on()), *pieces.parts()]
        for number, part in enumerate(parts, start=1):
            part()
            progress(number, len(parts))


def _parts(archive: SealedZip, facts: Facts) -> Iterator[Part]:
    readme = README.format(day=facts.today.strftime("%d/%m/%Y"))
    yield partial(archive.text, "LISEZ-MOI.txt", readme)
    yield lambda: archive.text("resume.pdf", summary_pdf(facts))
    sheets = sheets_of(facts)
    for sheet in sheets:
        yield partial(_write_csv, archive, sheet)
    yield partial(_write_book, archive, sheets)
    yield partial(_write_charters, archive)
    yield lambda: _write_json(archive, "preuves/regles.json", _laws())
    yield partial(_write_json, archive, "preuves/delais.json", _delays())
    yield partial(_write_draws, archive)


def _write_csv(archive: SealedZip, sheet: Sheet) -> None:
    with archive.entry(f"tables/{sheet.name}.csv") as raw:
        write_csv(raw, sheet.heads, sheet.rows())


def _write_book(archive: SealedZip, sheets: Iterable[Sheet]) -> None:
    """Made aside, as a workbook is itself a ZIP. Its cells are text, as those of the CSV."""
    with TemporaryFile() as file:
        write_book(file, [replace(sheet, rows=partial(_in_text, sheet)) for sheet in sheets])
        file.seek(0)
        archive.copy("tables.xlsx", file)


def _in_text(sheet: Sheet) -> Iterator[Row]:
    for row in sheet.rows():
        yield [plain(cell) for cell in row]


def _write_charters(archive: SealedZip) -> None:
    """The exact texts, each under the digest that was signed."""
    public = CharterVersion.objects.filter(in_force_from__isnull=False).select_related("charter")
    for version in public.order_by("charter__kind", "number"):
        name = f"preuves/charte-{version.charter.kind}-v{version.number}-{version.digest[:12]}.txt"
        archive.text(name, version.text)


def _write_draws(archive: SealedZip) -> None:
    """What each draw is done again from: its rule and its seed, and its frame."""
    for campaign in Campaign.objects.filter(state=CampaignState.DRAWN).order_by("pk"):
        _write_json(archive, f"preuves/tirages/{campaign.number}.json", facts_of(campaign))
        archive.text(f"preuves/tirages/{campaign.number}.csv", frame_csv(campaign))


def _write_json(archive: SealedZip, name: str, value: Any) -> None:
    archive.text(name, json.dumps(value, ensure_ascii=False, indent=2))


def _delays() -> dict[str, str]:
    """Each delay in force, with its unit."""
    return {key: str(length).replace("\u00a0", " ") for key, length in delays().items()}


def _laws() -> list[dict[str, Any]]:
    return [describe(machine_of(model)) for model in lifecycle_models()]
