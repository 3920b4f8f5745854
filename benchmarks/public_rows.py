"""A scheme of any size, by plain SQL: labels, and one accompanist for ten of them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from benchmarks.lists import DEPARTMENTS, analyse, base, insert, name_of, open_cases
from directory.annuaire.enums import Domain
from directory.annuaire.facts import ListingFacts, PublishedReference
from directory.annuaire.models import (
    Listing,
    ListingDepartment,
    ListingDomain,
    ListingReference,
)
from directory.annuaire.operations import said_by
from directory.charters.models import Signature
from directory.recognitions.codes import new_code
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition

LABELS_AN_ACCOMPANIST = 10
# One in five stands otherwise than valid, so that every filter finds some.
STATES = [
    *[RecognitionState.ACTIVE] * 16,
    RecognitionState.SUSPENDED,
    RecognitionState.SCHEDULED,
    RecognitionState.EXPIRED,
    RecognitionState.WITHDRAWN,
]
SANCTIONED = (RecognitionState.SUSPENDED, RecognitionState.WITHDRAWN)
MOST_IN_A_RARE_ONE = 120  # as many lines at any size: one in four of the first
TRADES = ["Diagnostic partagé", "Égalité au travail", "Bilan carbone", "Animation des instances"]
OTHERS = 5_000_000  # between the key of a label and that of an accompanist


def fill(label: Signature, listing: Signature, start: int, stop: int) -> None:
    """Labels from `start` to `stop`, under the signature `label`; accompanists, under `listing`."""
    numbers = range(start, stop)
    open_cases("bench", numbers)
    recognise("label", "OSE", 0, label, numbers)
    accompanists = [n for n in numbers if n % LABELS_AN_ACCOMPANIST == 0]
    recognise("accompanist", "ACC", OTHERS, listing, accompanists)
    publish(accompanists)
    analyse()


_drawn: set[str] = set()


def fresh_code() -> str:
    """One of 40 bits that is not drawn yet: of 55,000, two are alike once in 600 times."""
    while (code := new_code()) in _drawn:
        pass
    _drawn.add(code)
    return code


def recognise(
    kind: str, prefix: str, apart: int, signature: Signature, numbers: Iterable[int]
) -> None:
    today = timezone.localdate()
    insert(
        Recognition,
        ["id", "history_head", "kind", "number", "code", "valid_from", "valid_until", "state",
         "organisation_id", "signature_id", "case_id", "sanction_id", "suspension_due_on",
         "suspended_on", "ended_on", "folded_name", "department"],
        ((base(n) + apart, "", kind, f"{prefix}-2020-{n:04d}", fresh_code(),
          today - timedelta(days=n % 1000), today + timedelta(days=1000 - n % 900),
          state_of(n).value, base(n), signature.pk, base(n),
          base(n) if state_of(n) in SANCTIONED else None, today, today, today, "", "")
         for n in numbers),
    )  # fmt: skip


def state_of(number: int) -> RecognitionState:
    return STATES[number // LABELS_AN_ACCOMPANIST % len(STATES)]


def publish(numbers: list[int]) -> None:
    """What each accompanist says: one to three departments, a domain, a reference."""
    now = timezone.now()
    facts = {n: facts_of(n) for n in numbers}
    insert(
        Listing,
        ["id", "recognition_id", "organisation_id", "presentation", "website", "whole_approach",
         "accompanies", "trains", "at_a_distance", "said", "published_at", "folded_name", "city"],
        ((base(n), base(n) + OTHERS, base(n), said.presentation, "", said.whole_approach,
          said.accompanies, said.trains, said.at_a_distance, said_by(said), now, "", "")
         for n, said in facts.items()),
    )  # fmt: skip
    link(ListingDomain, "domain", ((n, sorted(said.domains)) for n, said in facts.items()))
    link(ListingDepartment, "department", ((n, said.departments) for n, said in facts.items()))
    insert(
        ListingReference,
        ["id", "listing_id", "position", "client", "year", "theme", "description"],
        ((base(n), base(n), 1, one.client, one.year, one.theme, one.description)
         for n, said in facts.items() for one in said.references),
    )  # fmt: skip


def link(model: type[Any], column: str, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
    insert(
        model,
        ["id", "listing_id", column],
        ((10 * base(n) + rank, base(n), value)
         for n, values in rows for rank, value in enumerate(values)),
    )  # fmt: skip


def facts_of(number: int) -> ListingFacts:
    rank = number // LABELS_AN_ACCOMPANIST
    departments = {DEPARTMENTS[(rank + step) % len(DEPARTMENTS)] for step in range(1 + rank % 3)}
    if rank % 4 == 0 and rank < MOST_IN_A_RARE_ONE:
        departments.add("2A")
    trade = TRADES[rank % len(TRADES)]
    client = name_of(number + 1)
    return ListingFacts(
        presentation=f"{trade} auprès des structures de l’ESS, numéro {number}.",
        website="",
        whole_approach=rank % 3 == 0,
        domains=frozenset({Domain.values[rank % 6]}),
        accompanies=rank % 4 != 0,
        trains=rank % 2 == 0,
        departments=frozenset(departments),
        at_a_distance=rank % 5 == 0,
        references=(PublishedReference(client, 2024, "Gouvernance", f"{trade} en un an."),),
    )
