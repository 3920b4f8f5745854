"""How long a recognition lasts, and when the one that follows begins."""

from datetime import date
from typing import Any

from django.conf import settings

from directory.delays.calendar import add_months
from directory.delays.in_force import delay, opened_on

LAW_OF_2014 = date(2014, 7, 31)


def end_of_validity(start: date, years: int) -> date:
    """Return the same calendar day `years` years after `start`, or the end of that month.

    Only a 29 February can lack its day in the final year: 29/02/2024 gives 28/02/2027. Source:
    the OSE charter, three years from the committee's validation.
    """
    return add_months(start, 12 * years)


def validity_years(decided_on: date, kind: str) -> int:
    """How many years a recognition of `kind` decided on that day lasts.

    The delay keeps each length with the day it came into force: what was granted under an earlier
    one is proven by it. LookupError before the law that the label rests on.
    """
    if decided_on < LAW_OF_2014:
        raise LookupError(f"no rule of validity on {decided_on}")
    return delay(f"{kind}_years", on=decided_on).number


def start_of_renewal(decided_on: date, former: tuple[date, date], kind: str) -> date:
    """The first day of a renewal decided on that day; `former` is from when until when the one that
    it renews is valid.

    It begins on the last day of the former, without gap; decided too late for that, on the day of
    the decision. Where the rule says `decision`, on that day in any case, and the former gives way:
    never before it began. LookupError before the first rule, ValueError for another word.
    """
    begun, ends = former
    return max(decided_on, ends if follows_without_gap(decided_on, kind) else begun)


def follows_without_gap(decided_on: date, kind: str) -> bool:
    """Whether a renewal decided on that day, in time, begins when the former ends.

    The other rule has it begin on the day of the decision. LookupError before the first rule,
    ValueError for another word.
    """
    begins = _rule_on(decided_on, kind, "renewal_begins")
    if begins not in ("end", "decision"):
        raise ValueError(f"a renewal begins at the end or at the decision, not at {begins}")
    return bool(begins == "end")


def series_of(kind: str) -> str:
    """The letters that begin the numbers of a kind of recognition: « OSE », « ACC »."""
    series: str = _rule_of(kind)["series"]
    return series


def longest_extension(ends: date) -> date:
    """The last day that extending a recognition granted until `ends` may reach."""
    return delay("extension_months").after(ends)


def renewal_opens(valid_until: date, kind: str) -> date:
    """When the renewal of a recognition of `kind` that ends that day is to be prepared; once that
    day has come, no other delay moves it."""
    return opened_on(f"{kind}_renewal_months", valid_until)


def _rule_on(day: date, kind: str, name: str) -> Any:
    """What the rule `name` said on that day."""
    found = [(since, value) for since, value in _rule_of(kind)[name] if since <= day]
    if not found:
        raise LookupError(f"no rule of {name} on {day}")
    return max(found)[1]


def _rule_of(kind: str) -> dict[str, Any]:
    rule: dict[str, Any] = settings.OSE_RECOGNITIONS[kind]
    return rule
