"""The INSEE legal categories open to the scheme, and what each must show to be eligible.

Sources: INSEE nomenclature of legal categories, level III; articles 1 and 2 of the law of 31 July
2014 on the social and solidarity economy (ESS); the accompanists' charter, first commitment. A
category that is not listed here is not eligible: the law names the forms it recognises.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from directory.organisations.folding import fold


class Family(TextChoices):
    """The five kinds of legal form the charters name; most structures are associations."""

    ASSOCIATION = "association", "Associations"
    COOPERATIVE = "cooperative", "Coopératives"
    MUTUELLE = "mutuelle", "Mutuelles et assurances mutuelles"
    FONDATION = "fondation", "Fondations"
    COMMERCIAL = "commercial", "Sociétés commerciales (agrément ESUS)"


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One INSEE legal category: four-digit ``code`` kept as text, French ``label``."""

    code: str
    label: str
    family: Family


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a legal form may enter the scheme; ``reason_fr`` is set exactly when it may not."""

    eligible: bool
    reason_fr: str | None = None


# Social housing and property credit (5546, 5548, 5646, 5648) fall within the numeric ranges of
# the cooperatives and are not cooperatives.
_LABELS: dict[Family, dict[str, str]] = {
    Family.COOPERATIVE: {
        "5191": "Société de caution mutuelle",
        "5192": "Société coopérative de banque populaire",
        "5193": "Caisse de crédit maritime mutuel",
        "5194": "Caisse (fédérale) de crédit mutuel",
        "5195": "Association coopérative inscrite (droit local d’Alsace-Moselle)",
        "5196": "Caisse d’épargne et de prévoyance à forme coopérative",
        "5203": "Société en nom collectif coopérative",
        "5307": "Société en commandite simple coopérative",
        "5309": "Société en commandite par actions coopérative",
        "5443": "SARL coopérative de construction",
        "5451": "SARL coopérative de consommation",
        "5453": "SARL coopérative artisanale",
        "5454": "SARL coopérative d’intérêt maritime",
        "5455": "SARL coopérative de transport",
        "5458": "SARL coopérative de production (SCOP)",
        "5459": "SARL union de sociétés coopératives",
        "5460": "Autre SARL coopérative",
        "5543": "SA coopérative de construction à conseil d’administration",
        "5547": "SA coopérative de production de HLM à conseil d’administration",
        "5551": "SA coopérative de consommation à conseil d’administration",
        "5552": "SA coopérative de commerçants-détaillants à conseil d’administration",
        "5553": "SA coopérative artisanale à conseil d’administration",
        "5554": "SA coopérative (d’intérêt) maritime à conseil d’administration",
        "5555": "SA coopérative de transport à conseil d’administration",
        "5558": "SA coopérative de production (SCOP) à conseil d’administration",
        "5559": "SA union de sociétés coopératives à conseil d’administration",
        "5560": "Autre SA coopérative à conseil d’administration",
        "5643": "SA coopérative de construction à directoire",
        "5647": "SA coopérative de production de HLM à directoire",
        "5651": "SA coopérative de consommation à directoire",
        "5652": "SA coopérative de commerçants-détaillants à directoire",
        "5653": "SA coopérative artisanale à directoire",
        "5654": "SA coopérative d’intérêt maritime à directoire",
        "5655": "SA coopérative de transport à directoire",
        "5658": "SA coopérative de production (SCOP) à directoire",
        "5659": "SA union de sociétés coopératives à directoire",
        "5660": "Autre SA coopérative à directoire",
        "6316": "Coopérative d’utilisation de matériel agricole en commun (CUMA)",
        "6317": "Société coopérative agricole",
        "6318": "Union de sociétés coopératives agricoles",
        "6543": "Société civile coopérative de construction",
        "6551": "Société civile coopérative de consommation",
        "6554": "Société civile coopérative d’intérêt maritime",
        "6558": "Société civile coopérative entre médecins",
        "6560": "Autre société civile coopérative",
        "6595": "Caisse locale de crédit mutuel",
        "6596": "Caisse de crédit agricole mutuel",
    },
    Family.MUTUELLE: {
        "6411": "Société d’assurance à forme mutuelle",
        "8210": "Mutuelle",
        "8250": "Assurance mutuelle agricole",
        "8290": "Autre organisme mutualiste",
    },
    Family.ASSOCIATION: {
        "9210": "Association non déclarée",
        "9220": "Association déclarée",
        "9221": "Association déclarée d’insertion par l’économique",
        "9222": "Association intermédiaire",
        "9223": "Groupement d’employeurs",
        "9224": "Association d’avocats à responsabilité professionnelle individuelle",
        "9230": "Association déclarée, reconnue d’utilité publique",
        "9240": "Congrégation",
        "9260": "Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)",
    },
    Family.FONDATION: {
        "9300": "Fondation",
    },
    Family.COMMERCIAL: {
        "5499": "Société à responsabilité limitée (SARL)",
        "5599": "Société anonyme (SA) à conseil d’administration",
        "5699": "Société anonyme (SA) à directoire",
        "5710": "Société par actions simplifiée (SAS)",
        "5720": "Société par actions simplifiée à associé unique (SASU)",
    },
}

# What most of those who declare are: first in the list, and not again in their family.
USUAL = ("9220", "9221", "9230", "9300", "8210", "5458", "5558", "6316", "5710", "5499")

LEGAL_FORMS: dict[str, LegalForm] = {
    code: LegalForm(code, label, family)
    for family, labels in _LABELS.items()
    for code, label in labels.items()
}


def family_of(code: str) -> Family | None:
    """Return the family of an INSEE category, or ``None`` when the scheme does not list it."""
    form = LEGAL_FORMS.get(code)
    return form.family if form else None


def label_of(code: str) -> str:
    """Return the French label of an INSEE category; the bare code when it is not listed."""
    form = LEGAL_FORMS.get(code)
    return form.label if form else code


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the options of a select, in the shape of Django's ``choices``.

    The usual ones first, then the others by family, each once and in alphabetical order, so that
    the first letters typed in the list find it.
    """
    usual = [(code, LEGAL_FORMS[code].label) for code in USUAL]
    families = [(family.label, _others_of(family)) for family in Family]
    return [("Les plus courantes", usual), *((label, forms) for label, forms in families if forms)]


def _others_of(family: Family) -> list[tuple[str, str]]:
    others = [item for item in _LABELS[family].items() if item[0] not in USUAL]
    return sorted(others, key=lambda item: fold(item[1]))


def needs_evidence(code: str) -> bool:
    """Whether this category is eligible by an approval or by statutes only: it must show them."""
    return family_of(code) is Family.COMMERCIAL


def eligibility(code: str, *, esus: bool, declared_cooperative: bool) -> Eligibility:
    """Say whether an organisation of this legal category may enter the scheme.

    ``esus`` is a current approval « entreprise solidaire d’utilité sociale ».
    ``declared_cooperative`` is a cooperative form declared *with its evidence*: a SCOP or a SCIC
    in the form of a SAS is registered as a plain 5710. Both concern commercial companies only.
    """
    if not code:
        return Eligibility(False, "Indiquez la catégorie juridique de votre structure.")
    family = family_of(code)
    if family is None:
        return Eligibility(
            False,
            f"La catégorie juridique {code} ne fait pas partie des formes de l’économie sociale "
            "et solidaire reconnues par la charte (coopérative, mutuelle, association, "
            "fondation ou société commerciale agréée ESUS).",
        )
    if family is Family.COMMERCIAL and not (esus or declared_cooperative):
        return Eligibility(
            False,
            "Une société commerciale entre dans la démarche si elle est agréée ESUS (entreprise "
            "solidaire d’utilité sociale), ou si ses statuts sont ceux d’une coopérative (SCOP, "
            "SCIC…)\u00a0: dites-le, et joignez-en la preuve.",
        )
    return Eligibility(True)
