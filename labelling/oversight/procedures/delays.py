"""The delays in force, as people read them: at the moment of reading."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.delays.in_force import delay

# What each delay is, in words that follow its length: « 15 jours pour répondre… ».
WORDS = {
    "admissibility": "pour dire si un dossier déposé est recevable",
    "appeal_months": "pour contester une décision, à partir du jour où elle vous est notifiée",
    "complaint_admissibility": "pour vous dire si votre réclamation est recevable",
    "complaint_answer": "pour vous donner une réponse motivée",
    "complaint_kept_months": "après la fin, puis les mots et l’identité sont effacés",
    "logo_removal": "pour retirer le logo de tous les supports, et le montrer",
    "review_answer": "pour que l’organisation réponde, avant toute décision contre elle",
    "review_correction": "au plus pour corriger ce qui doit l’être",
    "sampling_notice": "au moins entre l’annonce d’une campagne et son tirage au sort",
    "session_notice": "au moins entre la convocation du comité et sa séance",
    "suspension_months": "au plus pour une suspension\u00a0: elle est levée ou décidée avant",
    "progress_exchange_months": "après la validation, un point d’étape avec la CRESS",
}


@dataclass(frozen=True, slots=True)
class Delay:
    """`length` with its unit, « 15 jours », and what it is for."""

    length: str
    words: str


def delays(keys: Iterable[str]) -> list[Delay]:
    """The delays of these keys; KeyError for one that nobody knows."""
    return [Delay(length_of(key), WORDS[key]) for key in keys]


def length_of(key: str) -> str:
    """« 2 mois », « 15 jours ouvrés »."""
    return str(delay(key))
