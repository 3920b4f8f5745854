"""The demo's words and structures, read from the TOML files beside."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from directory.charters.enums import PrincipleKey

Words = TypeVar("Words")

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A fictional organisation and what its people write: see `structures.toml`."""

    key: str
    name: str
    identifier: str
    legal_form: str
    department: str
    city: str
    representative: str
    function: str
    people: str
    work: str
    commitments: str
    esus: bool = False
    declared_cooperative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Accompanist:
    """A fictional accompanist and what it says of itself: see `accompanists.toml`."""

    key: str
    name: str
    identifier: str
    legal_form: str
    department: str
    city: str
    representative: str
    function: str
    presentation: str
    domains: list[str]
    departments: list[str]
    accompanies: bool = False
    trains: bool = False
    whole_approach: bool = False
    private_part: bool = False
    at_a_distance: bool = False
    esus: bool = False
    declared_cooperative: bool = False


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


STRUCTURES = {key: Structure(key=key, **values) for key, values in _load("structures.toml").items()}
ACCOMPANISTS = {
    key: Accompanist(key=key, **values) for key, values in _load("accompanists.toml").items()
}
# Whoever is declared in the directory.
ORGANISATIONS: dict[str, Structure | Accompanist] = {**STRUCTURES, **ACCOMPANISTS}
TEXTS = _load("texts.toml")


def pick(texts: list[Words], variant: int) -> Words:
    """One of `texts`, always the same for one `variant`."""
    return texts[variant % len(texts)]


def evidence_of(structure: Structure, principle: PrincipleKey, variant: int) -> str:
    """What `structure` writes of `principle`."""
    # One step further at each principle, so that no two dossiers tell the same whole.
    position = PrincipleKey.values.index(principle)
    text = pick(TEXTS["evidence"][principle], variant * (position + 1) + position)
    people = structure.people
    return text.format(
        people=people,
        people_cap=people[:1].upper() + people[1:],
        work=structure.work,
        city=structure.city,
    )
