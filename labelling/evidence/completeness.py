"""How far each of the six principles is evidenced: done, part or none; or covered."""

from dataclasses import dataclass
from typing import Literal

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.enums import InternalBody
from labelling.evidence.given import Given, given_in
from labelling.evidence.models import AssemblyPresentation
from workflows.presentation.french import enumerate_french

Completeness = Literal["done", "part", "none", "covered"]
ENOUGH = 30
TOLD = {
    InternalBody.BOARD: "du CA",
    InternalBody.STAFF: "des salariés",
    InternalBody.WORKS_COUNCIL: "du CSE",
}


@dataclass(frozen=True, slots=True)
class PrincipleStatus:
    """Where one principle stands. `hint` says in French what is missing, empty when nothing is."""

    key: PrincipleKey
    position: int
    label: str
    state: Completeness
    text: str
    file_count: int
    hint: str

    @property
    def is_met(self) -> bool:
        """Whether nothing more is asked: it is evidenced, or the framework followed covers it."""
        return self.state in ("done", "covered")


def principle_statuses(dossier: Dossier, given: Given | None = None) -> list[PrincipleStatus]:
    """The six principles in the charter's order.

    A principle is evidenced by a text of at least ENOUGH characters and one file at least; the
    fifth by the assembly, its minutes and the three internal bodies. One that the framework covers
    is asked no more, though it may be evidenced too. `given` spares the queries.
    """
    given = given or given_in(dossier)
    statuses = []
    for position, key in enumerate(PrincipleKey, start=1):
        if key == PrincipleKey.PRESENTATION:
            files = given.files_in(AssemblyPresentation.MINUTES_SLOT)
            text, state, hint = _presentation(given, files)
        else:
            files = given.files_in(f"principle:{key}")
            text = given.texts.get(key, "").strip()
            state, hint = _written(text, files)
            if key in given.covered and state != "done":
                state, hint = "covered", ""
        statuses.append(PrincipleStatus(key, position, key.label, state, text, files, hint))
    return statuses


def _written(text: str, files: int) -> tuple[Completeness, str]:
    missing = []
    if len(text) < ENOUGH:
        missing.append("une description de quelques lignes")
    if not files:
        missing.append("une pièce")
    if not missing:
        return "done", ""
    hint = f"Il manque {' et '.join(missing)}."
    return ("part" if text or files else "none"), hint


def _presentation(given: Given, minutes: int) -> tuple[str, Completeness, str]:
    assembly = given.assembly
    missing = []
    if assembly is None:
        missing.append("la date et les présents de l’AG")
    if not minutes:
        missing.append("le procès-verbal")
    untold = [TOLD[body] for body in InternalBody if body not in given.bodies]
    if untold:
        missing.append(f"l’information {enumerate_french(untold)}")
    text = str(assembly) if assembly else ""
    if not missing:
        return text, "done", ""
    hint = f"Il manque {', '.join(missing)}."
    return text, ("part" if assembly or minutes or given.bodies else "none"), hint
