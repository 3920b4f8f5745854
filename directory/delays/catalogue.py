"""Every delay of the scheme: what it is, from where, within which bounds, and its first value.

The first value holds until the direction changes it (`DelayChange`): a delay that a later version
brings is in force from its first day.
"""

from dataclasses import dataclass

from directory.delays.enums import Subject, Unit
from directory.delays.lengths import Length

OWN = "Règle du dispositif"
CHARTER = "Charte OSE"
D, M, Y = Unit.DAY, Unit.MONTH, Unit.YEAR
S = Subject


@dataclass(frozen=True, slots=True)
class Known:
    """One delay. `least` and `most` bound its number; `bound` says, for people, the text that a
    bound comes from: then the database refuses it too. `working`: it may be counted in working
    days. `replayed`: the proof computes again what it gave on a day, so that it changes from the
    next day on.
    """

    key: str
    subject: Subject
    label: str
    first: Length
    least: int
    most: int
    source: str = OWN
    bound: str = ""
    working: bool = False
    replayed: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        """Those it may be counted in: months are no number of days."""
        return (Unit.DAY, Unit.WORKING_DAY) if self.working else (self.first.unit,)

    def admits(self, length: Length) -> bool:
        return length.unit in self.units and self.least <= length.number <= self.most


CATALOGUE = (
    Known(
        "admissibility", S.FILING, "Instruire un dossier déposé", Length(15), 5, 90, working=True
    ),
    Known("complements", S.FILING, "Répondre aux compléments demandés", Length(30), 15, 180),
    Known(
        "complements_longest_months",
        S.FILING,
        "Répondre aux compléments, au plus",
        Length(12, M),
        6,
        24,
    ),
    Known(
        "complements_grace",
        S.FILING,
        "Répondre encore, après le rappel, avant le classement sans suite",
        Length(30),
        15,
        180,
    ),
    Known(
        "presentation_max_age_months",
        S.FILING,
        "Ancienneté de l’assemblée générale, au plus",
        Length(18, M),
        12,
        36,
    ),
    Known("reminder", S.FILING, "Rappeler une échéance avant qu’elle vienne", Length(7), 1, 60),
    Known(
        "review_answer",
        S.RECOURSE,
        "Répondre, avant toute suspension ou tout retrait",
        Length(15),
        15,
        90,
        source="Principe du contradictoire",
        bound="Le contradictoire laisse au moins 15\u00a0jours.",
        working=True,
    ),
    Known("review_correction", S.RECOURSE, "Corriger, au plus", Length(90), 15, 365, working=True),
    Known(
        "suspension_months",
        S.RECOURSE,
        "Durée d’une suspension, au plus",
        Length(6, M),
        1,
        6,
        bound="Une suspension dure 6\u00a0mois au plus.",
    ),
    Known(
        "suspension_notice",
        S.RECOURSE,
        "Interroger le comité avant la fin d’une suspension",
        Length(60),
        15,
        120,
    ),
    Known(
        "appeal_months",
        S.RECOURSE,
        "Former un recours",
        Length(2, M),
        2,
        12,
        source="Droit commun des recours",
        bound="Un recours se forme pendant au moins deux mois.",
    ),
    Known(
        "label_years",
        S.LABEL,
        "Validité du label OSE",
        Length(3, Y),
        1,
        5,
        source=CHARTER,
        replayed=True,
    ),
    Known(
        "accompanist_years",
        S.LABEL,
        "Validité du référencement",
        Length(3, Y),
        1,
        5,
        replayed=True,
    ),
    Known(
        "label_renewal_months",
        S.LABEL,
        "Préparer le renouvellement du label avant sa fin",
        Length(12, M),
        3,
        12,
    ),
    Known(
        "accompanist_renewal_months",
        S.LABEL,
        "Préparer le renouvellement du référencement avant sa fin",
        Length(12, M),
        3,
        12,
    ),
    Known(
        "last_session_notice",
        S.LABEL,
        "Prévenir avant le dernier jour utile pour déposer",
        Length(60),
        15,
        180,
    ),
    Known(
        "no_session_months",
        S.LABEL,
        "Prévenir la CRESS quand aucune séance ne vient à temps",
        Length(9, M),
        1,
        12,
    ),
    Known(
        "extension_months",
        S.LABEL,
        "Prolongation, au plus et en tout",
        Length(12, M),
        1,
        12,
        bound="Une prolongation ne dépasse pas un an.",
    ),
    Known(
        "logo_removal",
        S.LABEL,
        "Retirer le logo, et le montrer",
        Length(30),
        7,
        180,
        working=True,
    ),
    Known(
        "progress_exchange_months",
        S.PROGRESS,
        "Échange de progrès, après la validation",
        Length(18, M),
        12,
        24,
    ),
    Known(
        "progress_exchange_around_months",
        S.PROGRESS,
        "Avant et après ce mois, pour le demander et l’attendre",
        Length(2, M),
        1,
        6,
    ),
    Known(
        "progress_exchange_least",
        S.PROGRESS,
        "Envoyer l’échange, au moins",
        Length(30),
        15,
        90,
    ),
    Known(
        "progress_exchange_reminder", S.PROGRESS, "Rappeler l’échange attendu", Length(21), 1, 60
    ),
    Known(
        "session_notice",
        S.COMMITTEE,
        "Convoquer le comité, avant sa séance",
        Length(5),
        5,
        60,
        source="Commissions consultatives, CRPA R.133-3 et suivants",
        bound="Les membres sont convoqués au moins 5\u00a0jours avant la séance.",
    ),
    Known(
        "charter_consultation",
        S.COMMITTEE,
        "Consulter les signataires d’une charte, au moins",
        Length(30),
        15,
        180,
        working=True,
    ),
    Known(
        "framework_review_months",
        S.COMMITTEE,
        "Réexaminer un référentiel reconnu",
        Length(36, M),
        12,
        60,
    ),
    Known(
        "framework_review_notice_months",
        S.COMMITTEE,
        "Préparer ce réexamen, avant",
        Length(9, M),
        1,
        12,
    ),
    Known(
        "sampling_notice",
        S.OVERSIGHT,
        "Annoncer une campagne avant son tirage, au moins",
        Length(7),
        7,
        90,
    ),
    Known(
        "complaint_admissibility",
        S.OVERSIGHT,
        "Dire si une réclamation est recevable",
        Length(15),
        5,
        60,
        working=True,
    ),
    Known(
        "complaint_answer",
        S.OVERSIGHT,
        "Répondre à une réclamation",
        Length(60),
        15,
        120,
        working=True,
    ),
    Known(
        "complaint_kept_months",
        S.IMPARTIALITY,
        "Garder une réclamation, après sa fin",
        Length(12, M),
        2,
        36,
    ),
    Known(
        "identity_open",
        S.IMPARTIALITY,
        "Montrer une identité levée par deux personnes",
        Length(1),
        1,
        7,
    ),
    Known(
        "accompaniment_months",
        S.IMPARTIALITY,
        "S’abstenir de décider, après un accompagnement",
        Length(24, M),
        12,
        60,
    ),
    Known(
        "reference_contact_months",
        S.IMPARTIALITY,
        "Garder les contacts d’une référence, après la décision",
        Length(6, M),
        2,
        24,
    ),
    Known(
        "interest_review_months",
        S.IMPARTIALITY,
        "Réexaminer un lien d’intérêt",
        Length(12, M),
        1,
        24,
    ),
)
KNOWN = {known.key: known for known in CATALOGUE}
