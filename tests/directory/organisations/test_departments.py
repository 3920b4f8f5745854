"""The list of departments is that of France, and the region's is a part of it."""

from directory.organisations.departments import DEPARTMENTS, OVERSEAS, names_of, unknown_among
from directory.organisations.legal_forms import PAYS_DE_LA_LOIRE


def test_france_has_101_departments_of_which_5_overseas() -> None:
    assert (len(DEPARTMENTS), len(OVERSEAS)) == (101, 5)
    assert "20" not in DEPARTMENTS
    assert len(set(DEPARTMENTS.values())) == 101


def test_those_of_the_region_bear_the_same_names() -> None:
    assert DEPARTMENTS.items() >= PAYS_DE_LA_LOIRE.items()


def test_what_is_outside_france_is_told() -> None:
    assert unknown_among(["44", "99", "2A", "ch"]) == ["99", "ch"]


def test_names_come_in_the_order_of_the_codes() -> None:
    assert names_of(["49", "2A"]) == ["Corse-du-Sud (2A)", "Maine-et-Loire (49)"]
