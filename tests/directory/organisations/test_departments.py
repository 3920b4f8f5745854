"""The departments of France, as their codes are published."""

import pytest

from directory.organisations.departments import (
    DEPARTMENTS,
    ELSEWHERE,
    PAYS_DE_LA_LOIRE,
    department_choices,
    every_department,
    named,
)


def test_departments_of_pays_de_la_loire() -> None:
    assert sorted(PAYS_DE_LA_LOIRE) == ["44", "49", "53", "72", "85"]
    assert ("85", "Vendée (85)") in department_choices()


def test_there_are_a_hundred_and_one_and_corsica_has_two() -> None:
    assert len(DEPARTMENTS) == 101
    assert {"2A", "2B", "01", "976"} <= DEPARTMENTS.keys()
    assert not {"20", "96", "975", "99"} & DEPARTMENTS.keys()


def test_the_list_offers_each_once_the_region_first() -> None:
    (region, ours), (_, others) = every_department()
    assert region == "Pays de la Loire"
    assert [code for code, _ in ours] == list(PAYS_DE_LA_LOIRE)
    assert [code for code, _ in others] == list(ELSEWHERE)
    assert PAYS_DE_LA_LOIRE.keys() | ELSEWHERE.keys() == DEPARTMENTS.keys()


def test_what_is_no_department_has_no_name() -> None:
    with pytest.raises(LookupError):
        named("99")
