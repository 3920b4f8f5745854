"""French identifiers of an organisation: SIREN, SIRET and RNA.

Values are kept as text, without separators, letters in upper case. Everything raised is a
``django.core.exceptions.ValidationError`` with one French message and a stable ``code``:
``required``, ``not_digits``, ``too_short``, ``too_long``, ``bad_checksum``, ``bad_format``,
``bad_vat``, ``bad_length`` or ``unknown_kind``.

Sources: article R123-220 sqq. of the code de commerce (SIREN, SIRET), the INSEE rule for the
establishments of La Poste, the arrêté of 14 October 2009 (RNA).
"""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.fr import tva
from stdnum.util import clean, isdigits

SIREN_LENGTH = 9
SIRET_LENGTH = 14
RNA_LENGTH = 10
LA_POSTE_SIREN = "356000000"
# The department takes the first two characters after the W: its second one is a letter overseas
# (9R for La Réunion) and in Corsica (2A, 2B).
RNA_PATTERN = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
# What people copy along with the number from a letterhead.
PASTED_LABEL = re.compile(r"^(?:\s|:|n[°º]|\b(?:no|siren|siret|rna|tva)\b)+", re.IGNORECASE)
NO_BREAK_SPACE = "\u00a0"


class IdentifierKind(TextChoices):
    """The three registers an organisation may be known by."""

    SIREN = "siren", "SIREN"
    SIRET = "siret", "SIRET"
    RNA = "rna", "RNA"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A recognised identifier: normalised ``value``, and its SIREN (``None`` for an RNA)."""

    kind: IdentifierKind
    value: str
    siren: str | None


def normalise_siren(text: str) -> str:
    """Return the 9 digits of a SIREN; its last digit is a Luhn check digit."""
    number = _digits(text, kind=IdentifierKind.SIREN, length=SIREN_LENGTH)
    # Nine zeros satisfy Luhn, and are what forms are filled with when the number is not known.
    if not luhn.is_valid(number) or int(number) == 0:
        raise _bad_checksum(IdentifierKind.SIREN)
    return number


def normalise_siret(text: str) -> str:
    """Return the 14 digits of a SIRET (SIREN, then 5 digits for the establishment).

    La Poste has more establishments than Luhn leaves numbers for: theirs satisfy Luhn *or* have a
    digit sum divisible by 5.
    """
    number = _digits(text, kind=IdentifierKind.SIRET, length=SIRET_LENGTH)
    siren = number[:SIREN_LENGTH]
    of_la_poste = siren == LA_POSTE_SIREN and sum(map(int, number)) % 5 == 0
    if not luhn.is_valid(siren) or int(siren) == 0:
        raise _bad_checksum(IdentifierKind.SIRET)
    if not (luhn.is_valid(number) or of_la_poste):
        raise _bad_checksum(IdentifierKind.SIRET)
    return number


def normalise_rna(text: str) -> str:
    """Return an RNA number: ``W`` and 9 characters, the second of which may be a letter.

    The RNA has no check digit, and associations of Alsace-Moselle have no RNA number at all.
    """
    number = _compact(text)
    _check_filled(number, IdentifierKind.RNA)
    if RNA_PATTERN.fullmatch(number):
        return number
    if number.startswith("W") and number.isalnum():
        _check_length(number, kind=IdentifierKind.RNA, length=RNA_LENGTH, unit="caractères")
    raise ValidationError(
        "Un numéro RNA commence par W, suivi de 9 chiffres, par exemple W442012345.",
        code="bad_format",
    )


def parse_identifier(text: str) -> Identifier:
    """Recognise what was pasted in the field « SIREN, SIRET ou RNA ».

    Spaces of any kind, dots, dashes and a leading label (« SIRET : ») are ignored. A French VAT
    number is accepted for its SIREN only with its ``FR`` prefix and a right key, since its digits
    alone could be a mistyped SIRET.
    """
    number = _compact(PASTED_LABEL.sub("", text))
    if not number:
        raise ValidationError(
            "Indiquez un numéro SIREN, SIRET ou RNA.",
            code="required",
        )
    if number.startswith("W"):
        return Identifier(IdentifierKind.RNA, normalise_rna(number), None)
    if number.startswith("FR"):
        siren = _siren_of_vat(number)
        return Identifier(IdentifierKind.SIREN, siren, siren)
    if len(number) == SIREN_LENGTH and _mostly_digits(number):
        siren = normalise_siren(number)
        return Identifier(IdentifierKind.SIREN, siren, siren)
    if len(number) == SIRET_LENGTH and _mostly_digits(number):
        siret = normalise_siret(number)
        return Identifier(IdentifierKind.SIRET, siret, siret[:SIREN_LENGTH])
    if isdigits(number):
        raise ValidationError(
            f"Ce numéro compte {_count(len(number), 'chiffre')}\u00a0; un SIREN en compte 9, "
            "un SIRET 14.",
            code="bad_length",
        )
    raise ValidationError(
        "Nous ne reconnaissons pas ce numéro\u00a0: indiquez un SIREN (9 chiffres), un SIRET "
        "(14 chiffres) ou un numéro RNA (W suivi de 9 chiffres).",
        code="unknown_kind",
    )


def format_siren(siren: str) -> str:
    """``732829320`` as people read it, in groups that do not break across lines."""
    return NO_BREAK_SPACE.join((siren[:3], siren[3:6], siren[6:]))


def format_siret(siret: str) -> str:
    """``73282932000074`` as its SIREN in groups of three, then the establishment's five digits."""
    return NO_BREAK_SPACE.join((format_siren(siret[:SIREN_LENGTH]), siret[SIREN_LENGTH:]))


def format_identifier(identifier: Identifier) -> str:
    """The identifier as people read it; an RNA number is written without groups."""
    match identifier.kind:
        case IdentifierKind.SIREN:
            return format_siren(identifier.value)
        case IdentifierKind.SIRET:
            return format_siret(identifier.value)
    return identifier.value


def _compact(text: str) -> str:
    """Drop separators and invisible characters; full-width digits become plain ones."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return "".join(clean(visible, ".-").split()).upper()


def _mostly_digits(number: str) -> bool:
    """Whether a letter in it is a slip (O for 0) rather than another kind of text."""
    return 2 * sum(char.isdigit() for char in number) > len(number)


def _digits(text: str, *, kind: IdentifierKind, length: int) -> str:
    number = _compact(text)
    _check_filled(number, kind)
    strays = sorted(set(number) - set("0123456789"))
    if strays:
        raise ValidationError(
            f"Un numéro {kind.label} ne comporte que des chiffres\u00a0: "
            f"«\u00a0{' '.join(strays)}\u00a0» n’y a pas sa place.",
            code="not_digits",
        )
    _check_length(number, kind=kind, length=length, unit="chiffres")
    return number


def _check_filled(number: str, kind: IdentifierKind) -> None:
    if not number:
        raise ValidationError(f"Indiquez un numéro {kind.label}.", code="required")


def _check_length(number: str, *, kind: IdentifierKind, length: int, unit: str) -> None:
    if len(number) == length:
        return
    raise ValidationError(
        f"Un numéro {kind.label} compte {length} {unit}\u00a0; celui-ci en compte {len(number)}.",
        code="too_short" if len(number) < length else "too_long",
    )


def _siren_of_vat(number: str) -> str:
    try:
        return normalise_siren(tva.to_siren(tva.validate(number)))
    except NumberError as error:
        raise ValidationError(
            "Ce numéro de TVA intracommunautaire n’est pas valide\u00a0; indiquez plutôt le SIREN "
            "(9 chiffres).",
            code="bad_vat",
        ) from error


def _bad_checksum(kind: IdentifierKind) -> ValidationError:
    return ValidationError(
        f"Ce numéro {kind.label} n’existe pas\u00a0: son chiffre de contrôle ne correspond pas. "
        "Un chiffre a peut-être été mal saisi.",
        code="bad_checksum",
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
