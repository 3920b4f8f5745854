"""Where the pages beside one are: addresses that keep what was asked."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from workflows.pages.paging import Pager, address, keyed_pager, page_of

asking = RequestFactory().get


def test_a_page_leads_to_those_beside_and_keeps_the_filters() -> None:
    rows = list(range(25))
    first = page_of(rows, asking("/liste/?etat=ouvert"), size=10)
    assert (first.rows, first.number) == (rows[:10], 1)
    assert first.pager == Pager(next="/liste/?etat=ouvert&page=2")
    second = page_of(rows, asking("/liste/?etat=ouvert&page=2"), size=10)
    assert second.rows == rows[10:20]
    assert second.pager == Pager(previous="/liste/?etat=ouvert", next="/liste/?etat=ouvert&page=3")
    third = page_of(rows, asking("/liste/?page=3"), size=10)
    assert third.rows == rows[20:]
    assert third.pager == Pager(previous="/liste/?page=2")


def test_a_list_that_fits_has_one_page() -> None:
    assert page_of([1, 2], asking("/"), size=2).pager == Pager()


@pytest.mark.parametrize("number", ["0", "-1", "deux", "", "9" * 40])
def test_what_is_no_number_of_a_page_is_no_page(number: str) -> None:
    with pytest.raises(Http404):
        page_of([], asking("/", {"page": number}))


def test_a_list_read_along_a_key_goes_on_and_back_to_its_beginning() -> None:
    assert keyed_pager(asking("/r/?q=lin"), "42") == Pager(next="/r/?q=lin&apres=42")
    assert keyed_pager(asking("/r/?q=lin&apres=42"), "") == Pager(first="/r/?q=lin")
    assert keyed_pager(asking("/r/"), "") == Pager()


def test_an_address_says_what_was_asked_save_what_is_given() -> None:
    asked = asking("/r/?q=a%26b&q=c&apres=4")
    assert address(asked, apres=None) == "/r/?q=a%26b&q=c"
    assert address(asked, apres=None, q="x y") == "/r/?q=x+y"
    assert address(asked, apres=None, q=None) == "/r/"
