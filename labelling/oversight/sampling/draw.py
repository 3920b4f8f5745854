"""The rule of the draw: from public facts alone, in whole numbers, the same for whoever does it.

Each recognition holds as many tickets as its weight. The ticket n of a number is the SHA-256 of
« seed|number|n », in hexadecimal, and the smallest ticket of a number is its rank: a weight of
three wins as three chances would. The sample is shared between the strata (a kind, a department) by
the largest remainder, and each stratum gives its smallest ranks. Nothing here reads the database:
whoever has the frame and the seed finds the same sample (`docs/open-data.md`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

FULL = 100  # the rate is in hundredths
Stratum = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the frame: a recognition that is active, its stratum, how many tickets it holds.

    `aside`: it was drawn too lately to be drawn again. Then it counts in the size of the sample,
    and cannot be in it.
    """

    number: str
    kind: str
    department: str
    weight: int
    aside: bool = False

    @property
    def stratum(self) -> Stratum:
        return self.kind, self.department


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the draw gives: the `drawn` numbers in order, and the `shares` of the strata."""

    drawn: tuple[str, ...]
    shares: Mapping[Stratum, int]
    ranks: Mapping[str, str]


def digest_of(*parts: object) -> str:
    """The SHA-256 of the parts joined by a bar, in hexadecimal."""
    return sha256("|".join(map(str, parts)).encode()).hexdigest()


def rank_of(seed: str, entry: Entry) -> str:
    """Its smallest ticket; ValueError without any."""
    return min(digest_of(seed, entry.number, ticket) for ticket in range(1, entry.weight + 1))


def size_of(active: int, rate: int) -> int:
    """How many to draw of `active` recognitions at `rate` per cent, rounded up; ValueError out of
    1 to 100."""
    if not 1 <= rate <= FULL:
        raise ValueError("a rate is from 1 to 100 per cent")
    return -(-active * rate // FULL)


def shares_of(seed: str, sizes: Mapping[Stratum, int], wanted: int) -> dict[Stratum, int]:
    """How many each stratum gives, `wanted` in all, as its size commands: the largest remainder.

    Of two equal remainders, the stratum of the smaller SHA-256 of « seed|kind|department » comes
    first, so that no department always loses. ValueError when more are wanted than there are.
    """
    total = sum(sizes.values())
    if wanted > total:
        raise ValueError("more are wanted than there are")
    shares = {stratum: wanted * size // total for stratum, size in sizes.items()}
    left = wanted - sum(shares.values())
    by_remainder = sorted(
        sizes,
        key=lambda stratum: (-(wanted * sizes[stratum] % total), digest_of(seed, *stratum)),
    )
    for stratum in by_remainder[:left]:
        shares[stratum] += 1
    return shares


def draw(seed: str, rate: int, frame: Iterable[Entry]) -> Outcome:
    """Draw `rate` per cent of the frame, or all that can be; ValueError for a rate out of 1 to 100.

    The order of the frame changes nothing. Those drawn come stratum by stratum, in order of rank.
    """
    strata: dict[Stratum, list[Entry]] = defaultdict(list)
    active = 0
    for entry in frame:
        active += 1
        if not entry.aside:
            strata[entry.stratum].append(entry)
    sizes = {stratum: len(entries) for stratum, entries in strata.items()}
    wanted = min(size_of(active, rate), sum(sizes.values()))
    shares = shares_of(seed, sizes, wanted) if wanted else dict.fromkeys(sizes, 0)
    ranks = {entry.number: rank_of(seed, entry) for kept in strata.values() for entry in kept}
    drawn = [
        entry.number
        for stratum in sorted(strata)
        for entry in _first(strata[stratum], ranks)[: shares[stratum]]
    ]
    return Outcome(tuple(drawn), shares, ranks)


def _first(entries: Sequence[Entry], ranks: Mapping[str, str]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (ranks[entry.number], entry.number))
