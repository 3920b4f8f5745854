"""What is published of an accompanist, and that it stays true."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from directory.annuaire.enums import Domain
from directory.annuaire.facts import ListingFacts, PublishedReference
from directory.annuaire.models import WORD_LENGTH, Listing, ListingDepartment, ListingDomain
from directory.annuaire.operations import publish
from directory.organisations.indexing import with_words
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.making import accompanist, label, listing, listing_facts

pytestmark = pytest.mark.django_db


def published(made: Listing) -> ListingFacts:
    """The facts of a listing, read back."""
    return ListingFacts(
        presentation=made.presentation,
        website=made.website,
        whole_approach=made.whole_approach,
        domains=frozenset(row.domain for row in made.domains.all()),
        accompanies=made.accompanies,
        trains=made.trains,
        departments=frozenset(row.department for row in made.departments.all()),
        at_a_distance=made.at_a_distance,
        references=tuple(
            PublishedReference(row.client, row.year, row.theme, row.description)
            for row in made.references.all()
        ),
    )


def found_by(*words: str) -> list[Listing]:
    return list(with_words(Listing.objects.all(), "folded_words", [(word,) for word in words]))


def test_what_is_published_is_read_back() -> None:
    facts = listing_facts(domains=frozenset(Domain.values), departments=frozenset({"2A", "974"}))
    made = publish(accompanist(factories.organisation()), facts)
    assert published(Listing.objects.get(pk=made.pk)) == facts


def test_published_again_it_is_the_same_listing() -> None:
    recognition, facts = accompanist(factories.organisation()), listing_facts()
    made = publish(recognition, facts)
    again = publish(recognition, facts)
    assert (again.pk, published(again)) == (made.pk, facts)
    changed = replace(facts, domains=frozenset({Domain.SOCIAL}), references=())
    assert published(publish(recognition, changed)) == changed
    assert Listing.objects.count() == 1


def test_a_label_has_no_listing() -> None:
    made = label(factories.organisation(), timezone.localdate())
    with pytest.raises(ValueError, match="accompanist"):
        publish(made, listing_facts())


@pytest.mark.parametrize(
    "facts",
    [
        {"domains": frozenset({"astrology"})},
        {"departments": frozenset({"99"})},
        {"domains": frozenset()},
        {"accompanies": False},
        {"departments": frozenset()},
        {"website": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_what_nobody_could_look_up_is_no_fact(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^n"):
        listing_facts(**facts)


def test_the_database_holds_the_rules_too() -> None:
    made = listing()
    wrong = [
        lambda: Listing.objects.filter(pk=made.pk).update(accompanies=False, trains=False),
        lambda: Listing.objects.filter(pk=made.pk).update(website="javascript:alert(1)"),
        lambda: ListingDepartment.objects.create(listing=made, department="99"),
        lambda: ListingDepartment.objects.create(listing=made, department="49"),
        lambda: ListingDomain.objects.create(listing=made, domain="astrology"),
    ]
    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_it_is_found_by_the_words_of_its_page() -> None:
    made = listing("Le Phare", departments=frozenset({"85"}))
    for word in ("phare", "angers", "vendee", "conseils", "gouvernance", "relais", "seminaire"):
        assert found_by(word) == [made], word
    assert found_by("phare", "vendee") == [made]
    assert found_by("mayenne") == []


@pytest.mark.breaks_history
def test_its_words_follow_the_name_and_the_place() -> None:
    made = listing("Le Phare")
    Organisation.objects.filter(pk=made.organisation_id).update(name="L’Écluse", city="Laval")
    assert found_by("ecluse", "laval") == [made]
    assert found_by("phare") == found_by("angers") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO directory_listing_words (directory_listing_words) "
                "VALUES ('integrity-check')"
            )


def test_a_word_without_end_is_cut() -> None:
    made = listing(presentation="é" * 5_000)
    assert found_by("e" * WORD_LENGTH) == [made]


def test_it_is_listed_while_its_recognition_is_active() -> None:
    today = timezone.localdate()
    made = listing()
    label(factories.organisation(), today)
    assert list(Recognition.objects.listed(today)) == [made.recognition]
    assert not Recognition.objects.listed(made.recognition.valid_until.replace(year=2099))
