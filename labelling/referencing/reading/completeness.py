"""How far each part of a referencing is, in plain words: what its task list says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from labelling.instruction.links import page_url
from labelling.referencing.enums import Part
from labelling.referencing.models import Referencing
from labelling.referencing.reading.commitments import groups_of
from labelling.referencing.reading.contents import (
    APPROVAL_SLOT,
    CONTRACT_SLOT,
    TAX_SLOT,
    Contents,
    contents_in,
)
from workflows.presentation.french import count, enumerate_french

Completeness = Literal["done", "part", "none"]
ENOUGH = 80  # characters of a presentation


@dataclass(frozen=True, slots=True)
class PartStatus:
    """Where one part stands; `missing` says what it lacks, as « il manque » would go on.

    `said` sums up in a few words what it holds, empty while that is nothing.
    """

    key: Part
    position: int
    state: Completeness
    missing: Sequence[str]
    said: str
    url: str

    @property
    def label(self) -> str:
        return str(self.key.label)

    @property
    def hint(self) -> str:
        """« Il manque le site et une référence. »; empty when it is done."""
        return f"Il manque {enumerate_french(list(self.missing))}." if self.missing else ""

    @property
    def badge(self) -> tuple[str, str, str]:
        """Tone, icon, words."""
        return {
            "done": ("ok", "check", "Complet"),
            "part": ("wait", "pencil", "Commencé"),
            "none": ("mute", "minus", "À faire"),
        }[self.state]


def part_statuses(referencing: Referencing, contents: Contents | None = None) -> list[PartStatus]:
    """The parts that `referencing` asks for, in their order; that of the trained people only of
    those who need some. `contents` spares queries; one is left, for the words of the charter.
    """
    contents = contents or contents_in(referencing)
    asked = [part for part in Part if part != Part.PEOPLE or referencing.asks_for_training]
    statuses = []
    for position, part in enumerate(asked, start=1):
        missing = list(MISSING[part](referencing, contents))
        said = SAID[part](referencing, contents)
        state: Completeness = "done" if not missing else "part" if said else "none"
        url = page_url(part.value, referencing)
        statuses.append(PartStatus(part, position, state, missing, said, url))
    return statuses


def _standing(referencing: Referencing, contents: Contents) -> Iterator[str]:
    if not referencing.organisation.eligibility.eligible:
        yield "une forme juridique de l’économie sociale et solidaire"
        return
    if not referencing.rests_on_approval:
        return
    until = referencing.esus_until
    if until is None:
        yield "la date de fin de l’agrément ESUS"
    elif until < timezone.localdate():
        yield "un agrément ESUS en cours"
    if not contents.files_in(APPROVAL_SLOT):
        yield "l’arrêté d’agrément ESUS"


def _standing_said(referencing: Referencing, contents: Contents) -> str:
    return str(referencing.organisation.legal_form_label)


def _offer(referencing: Referencing, contents: Contents) -> Iterator[str]:
    if len(referencing.presentation.strip()) < ENOUGH:
        yield "quelques lignes de présentation"
    if not (referencing.accompanies or referencing.trains):
        yield "le choix entre accompagnement et formation, ou les deux"
    if not (referencing.whole_approach or referencing.domains):
        yield "ce sur quoi vous intervenez"


def _offer_said(referencing: Referencing, contents: Contents) -> str:
    """« accompagnement et formation, la démarche dans son ensemble et 2 domaines »."""
    kinds = [
        word
        for word, holds in (
            ("accompagnement", referencing.accompanies),
            ("formation", referencing.trains),
        )
        if holds
    ]
    scopes = ["la démarche dans son ensemble"] if referencing.whole_approach else []
    if referencing.domains:
        scopes.append(count(len(referencing.domains), "domaine", "domaines"))
    words = ", ".join(enumerate_french(each) for each in (kinds, scopes) if each)
    return words or ("présentation commencée" if referencing.presentation else "")


def _territory(referencing: Referencing, contents: Contents) -> Iterator[str]:
    if not (referencing.departments or referencing.at_a_distance):
        yield "un département au moins, ou l’intervention à distance"


def _territory_said(referencing: Referencing, contents: Contents) -> str:
    places = []
    if referencing.departments:
        places.append(count(len(referencing.departments), "département", "départements"))
    if referencing.at_a_distance:
        places.append("à distance")
    return ", ".join(places)


def _people(referencing: Referencing, contents: Contents) -> Iterator[str]:
    if not contents.people:
        yield "une personne formée au moins"
    for person in contents.people:
        if not contents.files_in(person.slot):
            yield f"l’attestation de {person.name}"


def _people_said(referencing: Referencing, contents: Contents) -> str:
    found = len(contents.people)
    return count(found, "personne formée", "personnes formées") if found else ""


def _missions(referencing: Referencing, contents: Contents) -> Iterator[str]:
    """Charter, second group: both, which one mission may prove."""
    if not any(mission.with_ess for mission in contents.missions):
        yield "une référence auprès d’une organisation de l’ESS"
    if not any(mission.on_improvement for mission in contents.missions):
        yield "une référence sur l’amélioration continue"


def _missions_said(referencing: Referencing, contents: Contents) -> str:
    found = len(contents.missions)
    return count(found, "référence", "références") if found else ""


def _commitments(referencing: Referencing, contents: Contents) -> Iterator[str]:
    groups = groups_of(contents.version, contents.acceptances)
    left = sum(group.left for group in groups)
    if not groups:
        yield "une charte en vigueur\u00a0: la CRESS la publie bientôt"
    elif left:
        yield f"votre accord sur {count(left, 'engagement', 'engagements')}"


def _commitments_said(referencing: Referencing, contents: Contents) -> str:
    version = contents.version
    accepted = sum(
        len(found.accepted)
        for found in contents.acceptances.values()
        if version and found.version_id == version.pk
    )
    return count(accepted, "engagement accepté", "engagements acceptés") if accepted else ""


def _pieces(referencing: Referencing, contents: Contents) -> Iterator[str]:
    if not contents.files_in(TAX_SLOT):
        yield "l’attestation fiscale"
    if not contents.files_in(CONTRACT_SLOT):
        yield "le contrat ou la convention type"


def _pieces_said(referencing: Referencing, contents: Contents) -> str:
    found = len([*contents.files_in(TAX_SLOT), *contents.files_in(CONTRACT_SLOT)])
    return count(found, "pièce jointe", "pièces jointes") if found else ""


MISSING: dict[Part, Callable[[Referencing, Contents], Iterator[str]]] = {
    Part.STANDING: _standing,
    Part.OFFER: _offer,
    Part.TERRITORY: _territory,
    Part.PEOPLE: _people,
    Part.MISSIONS: _missions,
    Part.COMMITMENTS: _commitments,
    Part.PIECES: _pieces,
}
SAID: dict[Part, Callable[[Referencing, Contents], str]] = {
    Part.STANDING: _standing_said,
    Part.OFFER: _offer_said,
    Part.TERRITORY: _territory_said,
    Part.PEOPLE: _people_said,
    Part.MISSIONS: _missions_said,
    Part.COMMITMENTS: _commitments_said,
    Part.PIECES: _pieces_said,
}
