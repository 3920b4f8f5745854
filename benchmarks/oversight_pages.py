"""The lists of the oversight, as those of `list_pages`: 10,000 complaints, 2,000 reviews."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.list_pages import Listed, measure
from benchmarks.lists import START, analyse, base, insert, name_of
from benchmarks.pages import PageFigure
from benchmarks.public_rows import fill
from directory.charters.models import Signature
from labelling.oversight.complaints.enums import About, Addressee, ComplaintState
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.reviews.enums import ReviewOrigin, ReviewOutcome, ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.directory.making import accompanist, label
from workflows.models import Case

# How many complaints, and one review for five of them.
SIZES = (1_000, 10_000)
COMPLAINTS_A_REVIEW = 5
COMPLAINT_KEYS, REVIEW_KEYS = 20_000_000, 30_000_000
# One in five is still to be handled: many more than people ever let wait.
COMPLAINT_STATES = [ComplaintState.RECEIVED, *[ComplaintState.ANSWERED] * 4]
REVIEW_STATES = [
    ReviewState.AWAITING_ANSWER,
    ReviewState.UNDER_ASSESSMENT,
    *[ReviewState.CLOSED] * 6,
]


def oversight_pages() -> list[PageFigure]:
    """One figure a page and size."""
    today = timezone.localdate()
    signature = label(factories.organisation(), today).signature
    listing = accompanist(factories.organisation(), today).signature
    fill(signature, listing, 0, SIZES[-1])
    floor, desk, watch = Client(), Client(), Client()
    instructor = factories.instructor()
    floor.force_login(instructor)
    desk.force_login(instructor)
    watch.force_login(factories.monitor())
    figures: list[PageFigure] = []
    first: dict[str, float] = {}
    filled = 0
    for size in SIZES:
        complain(range(filled, size))
        review(signature, range(filled // COMPLAINTS_A_REVIEW, size // COMPLAINTS_A_REVIEW))
        analyse()
        filled = size
        for number, page in pages(size, desk, watch):
            figure = measure(page, floor)
            smallest = first.setdefault(page.name, figure.ratio)
            growth = round(figure.ratio / smallest, 2)
            figures.append(PageFigure(**asdict(figure), size=number, growth=growth))
    return figures


def pages(size: int, desk: Client, watch: Client) -> Iterator[tuple[int, Listed]]:
    """Each with how many rows there are of what it lists."""
    complaints, reviews = reverse("complaints:list"), reverse("oversight:reviews")
    deep = f"{deadline(size // 2).isoformat()}_{COMPLAINT_KEYS + size // 2}"
    yield size, Listed("réclamations", desk, complaints)
    yield size, Listed("réclamations, page loin", desk, f"{complaints}?apres={deep}")
    yield size, Listed("réclamations, terminées", desk, f"{complaints}?etat=terminees")
    yield size, Listed("réclamations, tiers", watch, complaints)
    reviewed = size // COMPLAINTS_A_REVIEW
    deep = f"{deadline(reviewed // 2).isoformat()}_{REVIEW_KEYS + reviewed // 2}"
    yield reviewed, Listed("contrôles", desk, reviews)
    yield reviewed, Listed("contrôles, page loin", desk, f"{reviews}?apres={deep}")
    yield reviewed, Listed("contrôles, clos", desk, f"{reviews}?etat={ReviewState.CLOSED}")


def deadline(number: int) -> Any:
    """The day by which that one is answered: the smaller the number, the sooner."""
    return timezone.localdate() + timedelta(days=number // 100 - 10)


def complain(numbers: range) -> None:
    """One in ten is about the scheme, and goes to the chair."""
    model = Complaint._meta.label_lower
    open_cases(model, "REC", COMPLAINT_KEYS, numbers)
    insert(
        Complaint,
        ["case_ptr_id", "history_head", "about", "addressee", "recognition_id", "state", "due_on",
         "answer_due_on", "words_seal", "forget_on"],
        (complaint_row(n) for n in numbers),
    )  # fmt: skip


def complaint_row(number: int) -> tuple[Any, ...]:
    state = COMPLAINT_STATES[number // 2 % len(COMPLAINT_STATES)]
    day = deadline(number)
    is_open = state == ComplaintState.RECEIVED
    if number % 10 == 9:
        about, addressee, recognition = About.SCHEME, Addressee.CHAIR, None
    else:
        about, addressee, recognition = About.ORGANISATION, Addressee.CRESS, base(number)
    return (COMPLAINT_KEYS + number, "", about.value, addressee.value, recognition, state.value,
            day if is_open else None, day, "", None if is_open else day)  # fmt: skip


def review(signature: Signature, numbers: range) -> None:
    model = ComplianceReview._meta.label_lower
    open_cases(model, "CTR", REVIEW_KEYS, numbers)
    insert(
        ComplianceReview,
        ["case_ptr_id", "history_head", "organisation_id", "recognition_id", "signature_id",
         "origin", "account", "state", "notified_on", "notice_until", "answer_due_on", "proposed",
         "referral_reasons", "lifting_conditions", "outcome", "decided_on", "decision_reasons",
         "interim_reasons", "appeal_grounds", "first_outcome", "first_reasons", "appeal_outcome",
         "lifting_account"],
        (review_row(n, signature.pk) for n in numbers),
    )  # fmt: skip


def review_row(number: int, signature_id: int) -> tuple[Any, ...]:
    state = REVIEW_STATES[number % len(REVIEW_STATES)]
    closed = state == ReviewState.CLOSED
    until = deadline(number)
    outcome = ReviewOutcome.COMPLIANT.value if closed else ""
    return (REVIEW_KEYS + number, "", base(number), base(number), signature_id,
            ReviewOrigin.SURVEILLANCE.value, "Pourquoi.", state.value, until - timedelta(days=15),
            until, until, "", "", "", outcome, until if closed else None, "", "", "", "", "", "",
            "")  # fmt: skip


def open_cases(kind: str, series: str, apart: int, numbers: range) -> None:
    insert(
        Case,
        ["id", "reference", "kind", "title", "opened_at"],
        ((apart + n, f"{series}-2020-{n:06d}", kind, name_of(n), START) for n in numbers),
    )
