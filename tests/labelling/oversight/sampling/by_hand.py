"""The rule of the draw done by other means, as whoever doubts it would: from what is public."""

import csv
import hashlib
from fractions import Fraction
from math import ceil

from labelling.oversight.sampling.draw import Entry


def frame_in(public: str) -> list[Entry]:
    """The lines of `base.csv`."""
    rows = csv.DictReader(public.splitlines(), delimiter=";")
    return [
        Entry(
            row["numero"],
            row["nature"],
            row["departement"],
            int(row["billets"]),
            row["trop_recente"] == "oui",
        )
        for row in rows
    ]


def by_hand(seed: str, rate: int, frame: list[Entry]) -> set[str]:
    """The same rule as its public page says it, by other means: tickets in one pile a stratum."""
    eligible = [entry for entry in frame if not entry.aside]
    wanted = min(ceil(Fraction(len(frame) * rate, 100)), len(eligible))
    piles: dict[str, list[tuple[str, str]]] = {}
    members: dict[str, set[str]] = {}
    for entry in eligible:
        name = f"{entry.kind}|{entry.department}"
        members.setdefault(name, set()).add(entry.number)
        for ticket in range(entry.weight):
            text = f"{seed}|{entry.number}|{ticket + 1}"
            found = hashlib.sha256(text.encode()).hexdigest()
            piles.setdefault(name, []).append((found, entry.number))
    exact = {name: Fraction(wanted * len(own), len(eligible)) for name, own in members.items()}
    given_ = {name: int(share) for name, share in exact.items()}
    while sum(given_.values()) < wanted:
        name = max(
            exact,
            key=lambda key: (
                exact[key] - given_[key],
                -int(hashlib.sha256(f"{seed}|{key}".encode()).hexdigest(), 16),
            ),
        )
        given_[name] += 1
    drawn: set[str] = set()
    for name, pile in piles.items():
        kept: list[str] = []
        for _, number in sorted(pile):
            if number not in kept:
                kept.append(number)
        drawn.update(kept[: given_[name]])
    return drawn
