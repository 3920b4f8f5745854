"""What a campaign takes, cleaned by a form or a command."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CampaignRule:
    """What is announced: `rate` per cent of the active recognitions of one `kind`, or of both when
    it is empty, in these `departments`, or in all when there is none.

    Nobody is drawn twice in `rest_years`. `awaited` says which public value to come completes the
    `seed`; empty: the seed is all.
    """

    rate: int
    rest_years: int
    kind: str
    departments: tuple[str, ...]
    seed: str
    awaited: str
    draw_on: date


@dataclass(frozen=True, slots=True)
class DrawValue:
    """The public value that was awaited; empty when none was."""

    value: str = ""
