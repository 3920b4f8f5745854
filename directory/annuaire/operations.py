"""Publishing a listing."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from directory.annuaire.enums import Domain
from directory.annuaire.facts import ListingFacts
from directory.annuaire.models import (
    WORD_LENGTH,
    Listing,
    ListingDepartment,
    ListingDomain,
    ListingReference,
)
from directory.organisations.departments import DEPARTMENTS
from directory.organisations.folding import fold
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition


@transaction.atomic
def publish(recognition: Recognition, facts: ListingFacts) -> Listing:
    """Publish `facts` as the listing of `recognition`, in the place of what it had.

    Whoever grants the recognition does it in the same transaction; the same facts published again
    leave the same page. ValueError for a recognition that is not an accompanist's.
    """
    if recognition.kind != RecognitionKind.ACCOMPANIST:
        raise ValueError(f"{recognition.number} is no accompanist's")
    listing, _ = Listing.objects.update_or_create(
        recognition=recognition,
        defaults={
            "organisation_id": recognition.organisation_id,
            "presentation": facts.presentation,
            "website": facts.website,
            "whole_approach": facts.whole_approach,
            "accompanies": facts.accompanies,
            "trains": facts.trains,
            "at_a_distance": facts.at_a_distance,
            "said": said_by(facts),
            "published_at": timezone.now(),
        },
    )
    for rows in (listing.domains, listing.departments, listing.references):
        rows.all().delete()
    ListingDomain.objects.bulk_create(
        ListingDomain(listing=listing, domain=domain) for domain in sorted(facts.domains)
    )
    ListingDepartment.objects.bulk_create(
        ListingDepartment(listing=listing, department=code) for code in sorted(facts.departments)
    )
    ListingReference.objects.bulk_create(
        ListingReference(
            listing=listing,
            position=position,
            client=reference.client,
            year=reference.year,
            theme=reference.theme,
            description=reference.description,
        )
        for position, reference in enumerate(facts.references, start=1)
    )
    return listing


def said_by(facts: ListingFacts) -> str:
    """The words by which `facts` may be found, folded, each once, none longer than WORD_LENGTH."""
    words = {word[:WORD_LENGTH] for text in _texts(facts) for word in fold(text).split()}
    return " ".join(sorted(words))


def _texts(facts: ListingFacts) -> Iterator[str]:
    """What the page shows in words; what its filters know is among them, under its label."""
    yield facts.presentation
    for domain in facts.domains:
        yield Domain(domain).label
    for code in facts.departments:
        yield DEPARTMENTS[code]
    if facts.accompanies:
        yield "accompagnement"
    if facts.trains:
        yield "formation"
    if facts.at_a_distance:
        yield "à distance"
    for reference in facts.references:
        yield reference.client
        yield reference.theme
        yield reference.description
