"""INSEE legal categories: families, labels, and eligibility of commercial companies."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from directory.organisations.folding import fold
from directory.organisations.legal_forms import (
    LEGAL_FORMS,
    Family,
    choices,
    eligibility,
    family_of,
    label_of,
    needs_evidence,
)

booleans = st.booleans()
RECOGNISED_BY_THE_LAW = sorted(
    code for code, form in LEGAL_FORMS.items() if form.family is not Family.COMMERCIAL
)
COMMERCIAL = sorted(set(LEGAL_FORMS) - set(RECOGNISED_BY_THE_LAW))


@pytest.mark.parametrize(
    ("code", "family", "label"),
    [
        ("9220", Family.ASSOCIATION, "Association déclarée"),
        ("9230", Family.ASSOCIATION, "Association déclarée, reconnue d’utilité publique"),
        ("5458", Family.COOPERATIVE, "SARL coopérative de production (SCOP)"),
        (
            "5558",
            Family.COOPERATIVE,
            "SA coopérative de production (SCOP) à conseil d’administration",
        ),
        ("6411", Family.MUTUELLE, "Société d’assurance à forme mutuelle"),
        ("8210", Family.MUTUELLE, "Mutuelle"),
        ("9300", Family.FONDATION, "Fondation"),
        ("5710", Family.COMMERCIAL, "Société par actions simplifiée (SAS)"),
    ],
)
def test_categories_have_their_family_and_label(code, family, label):
    assert family_of(code) is family
    assert label_of(code) == label


@pytest.mark.parametrize("code", ["5546", "5548", "5646", "5648"])
def test_housing_companies_among_the_cooperative_numbers_are_not_cooperatives(code):
    assert family_of(code) is None


def test_every_code_is_four_digits_and_appears_in_one_family_only():
    options = [option for _, group in choices() for option in group]
    assert len(options) == len(dict(options)) == len(LEGAL_FORMS)
    assert all(len(code) == 4 and code.isdigit() for code, _ in options)


def test_the_usual_forms_come_first_then_each_family_in_alphabetical_order():
    groups = dict(choices())
    assert list(groups) == ["Les plus courantes", *Family.labels[:3], Family.COMMERCIAL.label]
    assert groups["Les plus courantes"][0] == ("9220", "Association déclarée")
    labels = [label for _, label in groups["Coopératives"]]
    assert labels == sorted(labels, key=fold)


def test_the_page_shows_beside_a_company_what_it_must_prove():
    """Its style names the categories: no rule of a page may forget one."""
    css = (Path(settings.BASE_DIR) / "static/ose/components.css").read_text()
    (rule,) = (line for line in css.splitlines() if ".o-if-company" in line)
    assert re.findall(r'value="(\d+)"', rule) == [
        c for c in sorted(LEGAL_FORMS) if needs_evidence(c)
    ]


@given(code=st.sampled_from(RECOGNISED_BY_THE_LAW), esus=booleans, cooperative=booleans)
def test_forms_named_by_the_law_need_nothing_more(code, esus, cooperative):
    verdict = eligibility(code, esus=esus, declared_cooperative=cooperative)
    assert verdict.eligible
    assert verdict.reason_fr is None


@given(code=st.sampled_from(COMMERCIAL), esus=booleans, cooperative=booleans)
def test_commercial_companies_need_esus_or_a_proven_cooperative_form(code, esus, cooperative):
    verdict = eligibility(code, esus=esus, declared_cooperative=cooperative)
    assert verdict.eligible is (esus or cooperative)
    assert (verdict.reason_fr is None) is verdict.eligible


def test_a_refused_company_learns_both_ways_in():
    verdict = eligibility("5710", esus=False, declared_cooperative=False)
    assert verdict.reason_fr is not None
    assert {"ESUS", "SCIC"} <= set(re.findall(r"\w+", verdict.reason_fr))


@pytest.mark.parametrize("code", ["7210", "1000", "5546", "ABCD"])
def test_unlisted_categories_are_refused_whatever_is_declared(code):
    verdict = eligibility(code, esus=True, declared_cooperative=True)
    assert not verdict.eligible
    assert f" {code} " in (verdict.reason_fr or "")


def test_a_missing_category_is_asked_for():
    verdict = eligibility("", esus=True, declared_cooperative=True)
    assert verdict.reason_fr == "Indiquez la catégorie juridique de votre structure."
