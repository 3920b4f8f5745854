"""What a move of an application entails, said before it is made. Words only, no query."""

from collections.abc import Callable, Sequence
from datetime import date

from directory.delays.in_force import delay
from labelling.instruction.models import Application
from workflows.presentation.french import format_date


def consequences_of(application: Application, transition: str, today: date) -> Sequence[str]:
    """The sentences that the page of `transition` says first; KeyError for a move without any."""
    return WORDS[transition](application, today)


def _of_filing(application: Application, today: date) -> Sequence[str]:
    allowed = delay("admissibility")
    return (
        f"Le dossier reçoit un numéro et part à la CRESS. Elle vous répond sous {allowed}, au plus "
        f"tard le {format_date(allowed.after(today))}.",
        "Vos textes et vos pièces ne se modifient plus, sauf si la CRESS vous demande des "
        "compléments.",
        "Vous pourrez abandonner le dossier tant que le comité n’a pas décidé, mais pas revenir "
        "à sa préparation.",
        "Un accusé de réception vous est envoyé\u00a0; la CRESS et les autres personnes de votre "
        "structure sont prévenues.",
    )


def _of_signature(application: Application, today: date) -> Sequence[str]:
    return (
        f"Vous engagez {application.organisation.name} à suivre les principes de la charte.",
        "La signature est datée, et gardée avec l’empreinte du texte que vous avez lu\u00a0: "
        "elle ne s’efface pas.",
        "Les autres personnes de votre structure en sont prévenues, et la preuve vous est envoyée.",
    )


def _of_withdrawal(application: Application, today: date) -> Sequence[str]:
    return (
        "L’abandon est définitif\u00a0: ce dossier ne se rouvre pas.",
        "Les demandes en cours s’arrêtent. Les autres personnes de votre structure et la personne "
        "qui instruit le dossier sont prévenues.",
        "Les textes et les pièces restent consultables\u00a0; vous pourrez les reprendre dans un "
        "nouveau dossier.",
    )


def _of_appeal(application: Application, today: date) -> Sequence[str]:
    return (
        "Le comité réexamine le dossier, sans les membres qui ont voté la première décision.",
        "Vos motifs ne se modifient plus une fois envoyés.",
        "Vous ne pourrez pas ouvrir d’autre dossier tant que le comité n’a pas décidé.",
    )


def _of_admissibility(application: Application, today: date) -> Sequence[str]:
    return (
        "L’instruction se termine\u00a0: les appréciations ne se modifient plus, et vous ne "
        "pourrez plus demander de compléments.",
        "Le dossier attend d’être inscrit à une séance du comité, qui seul décide.",
        "Ce n’est pas réversible\u00a0: seul le comité peut renvoyer le dossier à la structure.",
    )


WORDS: dict[str, Callable[[Application, date], Sequence[str]]] = {
    "sign_charter": _of_signature,
    "submit": _of_filing,
    "withdraw": _of_withdrawal,
    "appeal": _of_appeal,
    "declare_admissible": _of_admissibility,
}
