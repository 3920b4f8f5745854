"""What the page of each act says: to those who handle a complaint, before they write."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """`title`, `lead` and `button` are of the page, `label` and `help_text` of its field.

    `done` says that it is; `wanted`: nothing is done without words.
    """

    title: str
    lead: str
    label: str
    help_text: str
    button: str
    done: str
    wanted: bool = True


READ = "La personne qui a écrit la réclamation le lit sur sa page de suivi."
ACTS = {
    "admit": Act(
        title="Déclarer la réclamation recevable",
        lead="Elle sera examinée, et recevra une réponse motivée dans le délai.",
        label="Un mot à la personne",
        help_text=READ,
        button="Déclarer recevable",
        done="Réclamation recevable.",
        wanted=False,
    ),
    "reject": Act(
        title="Déclarer la réclamation irrecevable",
        lead="Elle s’arrête là. Dites pourquoi, et vers qui se tourner s’il y a mieux à faire.",
        label="Les motifs",
        help_text=READ,
        button="Déclarer irrecevable",
        done="Réclamation irrecevable\u00a0: les motifs sont sur la page de suivi.",
    ),
    "ask": Act(
        title="Poser une question",
        lead="La réponse viendra si la personne revient sur sa page de suivi\u00a0: rien ne lui "
        "est envoyé sans qu’elle l’ait demandé.",
        label="Votre question",
        help_text=f"{READ} Ne lui demandez pas qui elle est.",
        button="Poser la question",
        done="Question posée.",
    ),
    "answer": Act(
        title="Répondre à la réclamation",
        lead="Dites ce qui a été regardé, ce qui a été trouvé, et ce qui suit.",
        label="La réponse",
        help_text=f"{READ} L’organisation concernée ne la lit pas.",
        button="Envoyer la réponse",
        done="Réponse donnée.",
    ),
    "ask_identity": Act(
        title="Demander à lire l’identité",
        lead="Une seconde personne doit l’accepter. Si elle accepte, la personne qui a écrit la "
        "réclamation lit vos motifs, et la date.",
        label="Pourquoi est-ce nécessaire\u00a0?",
        help_text="Ce que vous devez vérifier, et pourquoi une question sur la page de suivi n’y "
        "suffit pas.",
        button="Demander",
        done="Demande envoyée à une seconde personne.",
    ),
    "refuse_identity": Act(
        title="Refuser la lecture de l’identité",
        lead="L’identité reste scellée. La personne qui l’a demandée lit vos motifs.",
        label="Les motifs du refus",
        help_text="La personne qui a écrit la réclamation ne les lit pas.",
        button="Refuser",
        done="Lecture refusée\u00a0: l’identité reste scellée.",
    ),
}
