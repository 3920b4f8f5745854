"""What a certificate and a badge say, for each kind of recognition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from directory.delays.in_force import delay
from directory.recognitions.codes import shown
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.public_facts import facts_of
from directory.recognitions.verification import NOUNS, VALIDITIES, Validity, validity_of
from workflows.presentation.french import format_date
from workflows.presentation.links import absolute

VALID = VALIDITIES[RecognitionState.ACTIVE]
# A page holds three lines of facts side by side.
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """`name` in large, then `before` the name of the organisation and `after` it.

    `around` goes round the seal. `rules` are those of its use, which name the `{organisation}`, its
    last day (`{until}`) and how long, `{removal}`, there is to remove it.
    """

    name: str
    before: str
    after: str
    around: str
    rules: tuple[str, ...]


UNTOUCHED = "Le numéro est à côté. Les couleurs, les proportions et les mots ne changent pas."
LEAVES = (
    "En cas de suspension, de retrait ou d’expiration, il quitte tous vos supports sous {removal}."
)


WORDINGS = {
    RecognitionKind.LABEL: Wording(
        "Label OSE",
        "Le comité scientifique et éthique reconnaît l’engagement de",
        "dans une démarche d’amélioration continue de ses pratiques, selon les six principes de "
        "la charte d’engagement des structures de l’économie sociale et solidaire.",
        "Organisation sociétalement engagée · Pays de la Loire · ",
        (
            "Le logo est à {organisation} seule\u00a0: ni ses filiales, ni ses adhérents ne "
            "l’affichent.",
            "Il vaut jusqu’au {until}.",
            "Il va sur vos locaux, votre site, vos documents. Pas sur un produit\u00a0: c’est "
            "l’organisation qui s’engage.",
            UNTOUCHED,
            LEAVES,
        ),
    ),
    RecognitionKind.ACCOMPANIST: Wording(
        "Référencement OSE",
        "Le comité scientifique et éthique inscrit à l’annuaire public",
        "qui accompagne ou forme les structures de l’économie sociale et solidaire, selon les "
        "engagements de la charte des accompagnateurs.",
        "Accompagnement référencé · annuaire OSE · Pays de la Loire · ",
        (
            "Le logo dit que {organisation} est dans l’annuaire. Il ne dit pas que vos clients "
            "ont le label, ni que vous l’avez vous-même.",
            "Il vaut jusqu’au {until}.",
            "Il va sur votre site, vos propositions et vos supports de formation, à côté de "
            "votre nom. Pas sur les documents de vos clients.",
            "Écrivez «\u00a0référencé dans l’annuaire OSE\u00a0» ou "
            "«\u00a0référencée\u00a0»\u00a0; pas «\u00a0labellisé\u00a0» ni "
            "«\u00a0agréé\u00a0».",
            "Remettez la charte des accompagnateurs à toute personne qui la demande.",
            UNTOUCHED,
            LEAVES,
        ),
    ),
}


def is_valid(recognition: Recognition, today: date) -> bool:
    """Whether the logo may be shown today."""
    return validity_of(recognition, today) is VALID


def rules_of(recognition: Recognition) -> list[str]:
    """The rules of the use of its logo, as its holder reads them."""
    named = {
        "organisation": recognition.organisation.name,
        "until": format_date(recognition.valid_until),
        "removal": delay("logo_removal"),
    }
    return [rule.format(**named) for rule in WORDINGS[RecognitionKind(recognition.kind)].rules]


def check_url(recognition: Recognition) -> str:
    """Where anyone checks it, from outside: what a QR code and a badge lead to."""
    return absolute(reverse("directory:verify_code", args=[recognition.code]))


def certificate_facts(recognition: Recognition) -> dict[str, Any]:
    """All that the page of a certificate is made of."""
    kind = RecognitionKind(recognition.kind)
    wording, organisation = WORDINGS[kind], recognition.organisation
    version = recognition.signature.version
    url = check_url(recognition)
    starts = recognition.valid_from
    return {
        "title": f"{wording.name}, {organisation.name}",
        "author": settings.OSE_PUBLISHER["name"],
        "dated": [starts.year, starts.month, starts.day],
        "number_line": f"N°\u00a0{recognition.number}",
        "around": wording.around.upper(),
        "name": wording.name,
        "before": wording.before,
        "organisation": organisation.name,
        "place": f"{organisation.place} · {organisation.identity}",
        "after": wording.after,
        "lines": _lines(recognition),
        "check": f"Ce que vaut ce {NOUNS[kind]} aujourd’hui se lit dans le registre\u00a0:",
        "url": url,
        "address": url.partition("://")[2],
        "code_label": "Code de vérification\u00a0:",
        "code": shown(recognition.code),
        "charter": f"{version.title}, version\u00a0{version.number}, signée le "
        f"{format_date(recognition.signature.signed_at)}.",
        "qr_alt": "Code QR vers la page qui dit ce que vaut ce certificat aujourd’hui",
    }


def _lines(recognition: Recognition) -> list[tuple[str, str]]:
    """Its last day, and before it what other apps know; the last of these first cut."""
    told = [(fact.label, fact.value) for fact in facts_of(recognition)]
    until = ("Valable jusqu’au", format_date(recognition.valid_until))
    return [*told[: MOST_LINES - 1], until]


def badge_words(validity: Validity, kind: str) -> str:
    """What is written around the seal: that it is not valid, when it is not."""
    if validity is VALID:
        return WORDINGS[RecognitionKind(kind)].around.upper()
    return f"{validity.word} · voir le registre · {validity.word} · voir le registre · ".upper()
