"""The demo's words and structures, read from the two TOML files beside."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.charters.enums import PrincipleKey

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


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


STRUCTURES = {key: Structure(key=key, **values) for key, values in _load("structures.toml").items()}
TEXTS = _load("texts.toml")


def pick(texts: list[str], variant: int) -> str:
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
