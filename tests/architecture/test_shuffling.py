"""The suite shuffles what nobody ordered, the same way under the same seed, and nothing else."""

from collections.abc import Callable, Iterable

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet

from tests.shuffling import UnorderedSlice, shuffle_from

pytestmark = pytest.mark.django_db
MANY = 30
READS: list[Callable[["QuerySet[Group]"], Iterable[object]]] = [
    lambda groups: [group.pk for group in groups],
    lambda groups: groups.values_list("pk", flat=True),
    lambda groups: [row["pk"] for row in groups.values("pk").distinct()],
    lambda groups: [group.pk for group in groups.iterator(chunk_size=10)],
    lambda groups: groups.in_bulk(),
    lambda groups: [pk for pk, _ in groups.annotate(n=Count("user")).values_list("pk", "n")],
]


@pytest.fixture
def groups() -> "QuerySet[Group]":
    for number in range(MANY):
        Group.objects.create(name=f"essai {number:02d}")
    return Group.objects.filter(name__startswith="essai ")


@pytest.mark.parametrize("read", READS)
def test_what_nobody_ordered_comes_in_no_order_and_can_be_replayed(groups, read) -> None:
    shuffle_from("a test")
    found = list(read(groups))
    assert found != sorted(found)
    assert sorted(found) == list(groups.order_by("pk").values_list("pk", flat=True))
    shuffle_from("a test")
    assert list(read(groups)) == found


def test_what_is_ordered_or_alone_is_left_alone(groups) -> None:
    ordered = groups.order_by("-name")
    names = [group.name for group in ordered]
    assert names == sorted(names, reverse=True)
    assert [group.name for group in ordered[:3]] == names[:3]
    assert groups.first().name == names[-1]
    assert groups.last().name == names[0]
    assert groups.get(name=names[4]).name == names[4]
    assert (groups.count(), groups.exists()) == (MANY, True)


def test_some_of_what_nobody_ordered_is_a_mistake(groups) -> None:
    with pytest.raises(UnorderedSlice):
        list(groups[:3])
