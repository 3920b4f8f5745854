"""SIREN, SIRET and RNA: published vectors, check digits, and what people paste."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from directory.organisations.identifiers import (
    LA_POSTE_SIREN,
    Identifier,
    IdentifierKind,
    format_identifier,
    format_siren,
    format_siret,
    normalise_rna,
    normalise_siren,
    normalise_siret,
    parse_identifier,
)

SEPARATORS = [" ", "\u00a0", "\u202f", "\u2009", ".", "-", "\t", "\u200b"]


def check_digit(body: str) -> str:
    """Luhn's rule written anew, so that the tests do not lean on the library under test."""
    total = 0
    for rank, char in enumerate(reversed(body)):
        digit = int(char) * (2 if rank % 2 == 0 else 1)
        total += digit - 9 if digit > 9 else digit
    return str(-total % 10)


def with_check_digit(body: str) -> str:
    return body + check_digit(body)


sirens = (
    st.text("0123456789", min_size=8, max_size=8)
    .map(with_check_digit)
    .filter(lambda siren: int(siren) > 0)
)
sirets = st.builds(
    lambda siren, rank: with_check_digit(siren + rank),
    sirens,
    st.text("0123456789", min_size=4, max_size=4),
)


def code_of(call, text: str) -> str | None:
    with pytest.raises(ValidationError) as refused:
        call(text)
    return refused.value.code


@given(siren=sirens)
def test_every_siren_with_its_check_digit_is_accepted(siren):
    assert normalise_siren(siren) == siren


@given(siren=sirens, position=st.integers(0, 8), shift=st.integers(1, 9))
def test_any_single_wrong_digit_in_a_siren_is_refused(siren, position, shift):
    wrong = str((int(siren[position]) + shift) % 10)
    mistyped = siren[:position] + wrong + siren[position + 1 :]
    assert code_of(normalise_siren, mistyped) == "bad_checksum"


@given(siret=sirets, position=st.integers(0, 13), shift=st.integers(1, 9))
def test_any_single_wrong_digit_in_a_siret_is_refused(siret, position, shift):
    assume(not siret.startswith(LA_POSTE_SIREN))
    wrong = str((int(siret[position]) + shift) % 10)
    mistyped = siret[:position] + wrong + siret[position + 1 :]
    assert code_of(normalise_siret, mistyped) == "bad_checksum"


@given(rank=st.integers(0, 99999))
def test_la_poste_satisfies_luhn_or_has_a_digit_sum_divisible_by_five(rank):
    siret = f"{LA_POSTE_SIREN}{rank:05d}"
    luhn_holds = check_digit(siret[:-1]) == siret[-1]
    if luhn_holds or sum(map(int, siret)) % 5 == 0:
        assert normalise_siret(siret) == siret
    else:
        assert code_of(normalise_siret, siret) == "bad_checksum"


@given(siret=sirets, cuts=st.lists(st.tuples(st.integers(0, 14), st.sampled_from(SEPARATORS))))
def test_normalising_ignores_separators_and_is_idempotent(siret, cuts):
    pasted = siret
    for position, separator in cuts:
        pasted = pasted[:position] + separator + pasted[position:]
    assert normalise_siret(pasted) == siret
    assert normalise_siret(normalise_siret(pasted)) == siret


@pytest.mark.parametrize("siret", ["73282932000074", "35600000000048", "35600000000001"])
def test_published_sirets_are_valid(siret):
    assert normalise_siret(siret) == siret


@pytest.mark.parametrize(
    ("call", "text", "code"),
    [
        (normalise_siret, "35600000000049", "bad_checksum"),
        (normalise_siret, "73282932100073", "bad_checksum"),
        (normalise_siret, "732829320", "too_short"),
        (normalise_siret, "732829320000740", "too_long"),
        (normalise_siret, " ", "required"),
        (normalise_siren, "73282932", "too_short"),
        (normalise_siren, "73282932000074", "too_long"),
        (normalise_siren, "73282932O", "not_digits"),
        (normalise_siren, "٧٣٢٨٢٩٣٢٠", "not_digits"),
        (normalise_siren, "000000000", "bad_checksum"),
        (normalise_siret, "00000000000000", "bad_checksum"),
        (normalise_siren, "\u200b", "required"),
        (normalise_rna, "W44201234", "too_short"),
        (normalise_rna, "W4420123456", "too_long"),
        (normalise_rna, "442012345", "bad_format"),
        (normalise_rna, "W44201234A", "bad_format"),
        (normalise_rna, "", "required"),
    ],
)
def test_refusals_name_their_cause(call, text, code):
    assert code_of(call, text) == code


def test_a_siret_whose_siren_is_wrong_is_refused_even_when_its_own_luhn_holds():
    siret = with_check_digit("7328293210007")
    assert check_digit(siret[:8]) != siret[8]
    assert code_of(normalise_siret, siret) == "bad_checksum"


def test_the_stray_letter_is_shown():
    with pytest.raises(ValidationError) as refused:
        normalise_siren("73282932O")
    assert refused.value.messages == [
        "Un numéro SIREN ne comporte que des chiffres\u00a0: «\u00a0O\u00a0» n’y a pas sa place."
    ]


@pytest.mark.parametrize("text", ["W442012345", "w 442 012 345", "W9R1011072", "W2A1000123"])
def test_rna_numbers_of_the_mainland_overseas_and_corsica(text):
    rna = normalise_rna(text)
    assert len(rna) == 10
    assert normalise_rna(rna) == rna


@pytest.mark.parametrize(
    ("pasted", "kind", "value", "siren"),
    [
        ("732 829 320", "siren", "732829320", "732829320"),
        ("732.829.320", "siren", "732829320", "732829320"),
        ("SIREN\u00a0: 732\u00a0829\u00a0320", "siren", "732829320", "732829320"),
        ("N° SIRET 732 829 320 00074", "siret", "73282932000074", "732829320"),
        ("siret n°73282932000074", "siret", "73282932000074", "732829320"),
        ("FR 44 732 829 320", "siren", "732829320", "732829320"),
        ("TVA : FR44732829320", "siren", "732829320", "732829320"),
        ("RNA W442012345", "rna", "W442012345", None),
        ("７３２８２９３２０", "siren", "732829320", "732829320"),
    ],
)
def test_what_people_paste_is_recognised(pasted, kind, value, siren):
    assert parse_identifier(pasted) == Identifier(IdentifierKind(kind), value, siren)


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("", "required"),
        ("SIRET :", "required"),
        ("44732829320", "bad_length"),
        ("FR45732829320", "bad_vat"),
        ("FR44732829321", "bad_vat"),
        ("73282932O", "not_digits"),
        ("association", "unknown_kind"),
        ("Les Jardins de la Loire", "unknown_kind"),
        ("732829321", "bad_checksum"),
        ("W12", "too_short"),
    ],
)
def test_what_is_not_an_identifier_is_refused(pasted, code):
    assert code_of(parse_identifier, pasted) == code


@given(text=st.text(max_size=40))
def test_any_text_is_either_recognised_or_refused_with_one_sentence(text):
    identifier, sentences = None, []
    try:
        identifier = parse_identifier(text)
    except ValidationError as error:
        sentences = error.messages
    if identifier is None:
        assert len(sentences) == 1
    else:
        assert parse_identifier(format_identifier(identifier)) == identifier


@given(siret=sirets)
def test_displayed_numbers_read_back(siret):
    assert normalise_siret(format_siret(siret)) == siret
    assert normalise_siren(format_siren(siret[:9])) == siret[:9]


def test_displayed_numbers_are_grouped_without_breaking():
    assert format_siren("732829320") == "732\u00a0829\u00a0320"
    assert format_siret("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert format_identifier(parse_identifier("w442012345")) == "W442012345"
