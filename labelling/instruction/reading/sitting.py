"""When the committee sits next, and the last day on which it is still useful to file for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from directory.delays.in_force import delay
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from labelling.instruction.states import PREPARED
from workflows.pages.remarks import Sitting, sittings_to_come
from workflows.presentation.french import format_long_date

# Where the structure, or the CRESS, may still bring the dossier to the next session.
ON_THE_WAY = (*PREPARED, S.SUBMITTED, S.UNDER_INSTRUCTION, S.TO_COMPLETE, S.ADMISSIBLE)
TOO_NEAR = "Elle est trop proche pour un dépôt aujourd’hui\u00a0; la suivante"
UNKNOWN = "La date de la prochaine séance du comité n’est pas encore fixée."


@dataclass(frozen=True, slots=True)
class Chance:
    """A session that a dossier filed by `last_day` is in time for, without complements."""

    day: date
    last_day: date


def chances_from(sittings: Sequence[Sitting], today: date) -> list[Chance]:
    """The sessions for which it is still time to file, the next one first: the whole delay of the
    instruction is left before the agenda goes out."""
    allowed = delay("admissibility")
    chances = (Chance(sitting.day, allowed.before(sitting.ready_by)) for sitting in sittings)
    return [chance for chance in chances if chance.last_day >= today]


def chance_of(sittings: Sequence[Sitting], today: date) -> Chance | None:
    """The first of these."""
    return next(iter(chances_from(sittings, today)), None)


def sitting_of(application: Application, committee_day: date | None) -> str:
    """What is said of the next session: nothing once one has it, or when none will. One query."""
    if committee_day or application.state not in ON_THE_WAY:
        return ""
    today = timezone.localdate()
    return sitting_words(application.state, sittings_to_come(today), today)


def sitting_words(state: str, sittings: Sequence[Sitting], today: date) -> str:
    """What a structure is told of the committee's next day, while its dossier is in `state` and on
    no agenda."""
    if not sittings:
        return UNKNOWN
    following = f"Prochaine séance du comité\u00a0: {format_long_date(sittings[0].day)}."
    if state not in PREPARED:
        return following
    chance = chance_of(sittings, today)
    if chance is None:
        return f"{following} {TOO_NEAR} n’est pas encore fixée."
    if chance.day != sittings[0].day:
        following += f" {TOO_NEAR} est le {format_long_date(chance.day)}."
    return f"{following} {_last_day(chance)}"


def _last_day(chance: Chance) -> str:
    return (
        f"Pour y être examiné, le dossier se dépose au plus tard le "
        f"{format_long_date(chance.last_day)}\u00a0: l’instruction prend jusqu’à "
        f"{delay('admissibility')}, et l’ordre du jour part {delay('session_notice')} avant la "
        "séance. Des compléments demandés rallongeraient ce délai."
    )
