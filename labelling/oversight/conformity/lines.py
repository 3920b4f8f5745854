"""The lines of the conformity file: each condition in our words, and what the facts show of it.

It claims nothing of the law. « Évidencé » says that the facts kept here show it, « partiel » that
they show a part and which is not, « manquant » that nothing here does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from directory.delays.in_force import delay
from labelling.oversight.conformity.enums import TONES, Source, Status
from labelling.oversight.conformity.facts import LATELY, Facts
from workflows.presentation.french import count
from workflows.presentation.links import url_to


@dataclass(frozen=True, slots=True)
class Shown:
    """What the facts show: `facts` in sentences, `gaps` what they do not."""

    facts: Sequence[str]
    gaps: Sequence[str] = ()

    @property
    def status(self) -> Status:
        if not self.facts:
            return Status.MISSING
        return Status.PARTLY if self.gaps else Status.SHOWN


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: its `clause`, its `words`, where the facts are read (URL names with words)."""

    source: Source
    clause: str
    words: str
    shows: Callable[[Facts], Shown]
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A condition as it stands on one day."""

    condition: Condition
    shown: Shown

    @property
    def badge(self) -> tuple[str, str, str]:
        tone, icon = TONES[self.shown.status]
        return tone, icon, self.shown.status.label

    @property
    def links(self) -> list[tuple[str, str]]:
        """Each as (words, address)."""
        return [(words, url_to(name)) for name, words in self.condition.links]


def lines_of(facts: Facts) -> list[Line]:
    """Every condition, in order, with what these facts show of it."""
    return [Line(condition, condition.shows(facts)) for condition in CONDITIONS]


def _said(*said: tuple[bool, str, str]) -> Shown:
    """Each (whether it is so, the fact, the gap otherwise)."""
    facts = [fact for holds, fact, _ in said if holds and fact]
    gaps = [gap for holds, _, gap in said if not holds and gap]
    return Shown(facts, gaps)


def _terms(facts: Facts) -> Shown:
    return _said(
        (
            facts.charters_in_force > 0,
            f"{count(facts.charters_in_force, 'charte', 'chartes')} en vigueur, publiques avec "
            "toutes leurs versions. Les procédures et leurs délais sont publics.",
            "Aucune charte n’est en vigueur.",
        ),
        (facts.charters_in_force != 1, "", "Une seule des deux chartes est en vigueur."),
    )


def _open(facts: Facts) -> Shown:
    return _said(
        (
            facts.decided > 0,
            f"{count(facts.applications, 'demande déposée', 'demandes déposées')}, "
            f"{facts.decided} décidées. Les refus sont comptés plus bas, par catégorie.",
            "Aucune demande n’a encore été décidée.",
        ),
        (
            facts.refused_without_reasons == 0,
            "",
            f"{facts.refused_without_reasons} refus sans motifs.",
        ),
    )


def _developed(facts: Facts) -> Shown:
    return _said(
        (
            facts.members > 0,
            f"Le comité réunit {count(facts.members, 'membre', 'membres')} de "
            f"{count(facts.colleges_seated, 'collège', 'collèges')}.",
            "Personne ne siège au comité.",
        ),
        (
            facts.consultations > 0,
            f"{count(facts.consultations, 'révision', 'révisions')} de charte, avec consultation.",
            "Aucune révision de charte n’a encore fait l’objet d’une consultation.",
        ),
        (
            facts.answers > 0,
            f"{count(facts.answers, 'avis reçu et conservé', 'avis reçus et conservés')}.",
            "Aucun avis reçu sur une révision n’est conservé.",
        ),
    )


def _non_compliance(facts: Facts) -> Shown:
    return _said(
        (
            True,
            "Le contrôle, la réponse de l’organisation, la suspension, le retrait et le recours "
            f"sont des règles du site, publiques. {delay('review_answer')} pour "
            "répondre avant toute sanction.",
            "",
        ),
        (
            facts.reviews_closed > 0,
            f"{count(facts.reviews_closed, 'contrôle décidé', 'contrôles décidés')}, dont "
            f"{count(facts.sanctions, 'sanction', 'sanctions')}.",
            "Aucun contrôle n’a encore été mené à son terme.",
        ),
        (
            facts.sanctions > 0,
            "",
            "Aucune suspension ni aucun retrait n’a encore été prononcé.",
        ),
    )


def _third_party(facts: Facts) -> Shown:
    return _said(
        (
            facts.monitors > 0,
            f"{count(facts.monitors, 'personne assure', 'personnes assurent')} le contrôle "
            "indépendant, hors de la CRESS et du comité\u00a0: le site n’admet rien d’autre.",
            "Personne n’assure le contrôle indépendant.",
        ),
        (
            facts.drawn_lately > 0,
            f"{count(facts.drawn_lately, 'campagne tirée', 'campagnes tirées')} au sort en "
            f"{LATELY}\u00a0mois, que chacun peut refaire.",
            f"Aucune campagne n’a été tirée au sort depuis {LATELY}\u00a0mois.",
        ),
        (
            False,
            "",
            "La compétence du tiers, selon des normes reconnues, se prouve hors de ce site.",
        ),
    )


def _impartial(facts: Facts) -> Shown:
    return _said(
        (
            facts.interests > 0,
            f"{count(facts.interests, 'lien d’intérêt inscrit', 'liens d’intérêt inscrits')} au "
            "registre\u00a0; ceux qui déportent écartent de l’instruction et du vote.",
            "Le registre d’impartialité est vide.",
        ),
        (
            facts.interests_late == 0,
            "",
            f"{count(facts.interests_late, 'lien attend', 'liens attendent')} son réexamen.",
        ),
    )


def _evaluated(facts: Facts) -> Shown:
    return _said(
        (
            facts.assessments > 0,
            f"{count(facts.assessments, 'appréciation motivée', 'appréciations motivées')}, "
            "principe par principe.",
            "Aucun dossier n’a encore été apprécié.",
        )
    )


def _decided(facts: Facts) -> Shown:
    return _said(
        (
            facts.decisions > 0,
            f"{count(facts.decisions, 'affaire décidée', 'affaires décidées')} par le comité. Qui "
            "instruit ne vote pas\u00a0: le site l’en écarte, et garde la preuve de chaque vote.",
            "Le comité n’a encore rien décidé.",
        )
    )


def _attested(facts: Facts) -> Shown:
    return _said(
        (
            facts.recognitions > 0,
            f"{count(facts.recognitions, 'reconnaissance', 'reconnaissances')} au registre public, "
            f"dont {facts.active} actives, {facts.suspended} suspendues et {facts.withdrawn} "
            "retirées, chacune avec ses dates et sa vérification.",
            "Aucune reconnaissance n’est attribuée.",
        )
    )


def _watched(facts: Facts) -> Shown:
    return _said(
        (
            facts.reviews_lately > 0,
            f"{count(facts.reviews_lately, 'contrôle ouvert', 'contrôles ouverts')} en "
            f"{LATELY}\u00a0mois.",
            f"Aucun contrôle n’a été ouvert depuis {LATELY}\u00a0mois.",
        ),
        (facts.progress_reviews > 0, "", "Aucun point d’étape des 18 mois n’a donné de contrôle."),
    )


def _contested(facts: Facts) -> Shown:
    return _said(
        (
            True,
            f"Refus et sanctions se contestent pendant {delay('appeal_months')}, devant "
            "des personnes qui ne les ont pas votés. "
            f"{count(facts.appealed, 'recours', 'recours')} contre un refus, "
            f"{facts.review_appeals} contre une sanction.",
            "",
        ),
        (
            facts.appeals_heard + facts.review_appeals_heard > 0,
            "",
            "Aucun recours n’a encore été jugé\u00a0: la règle n’a pas servi.",
        ),
    )


def _complaints(facts: Facts) -> Shown:
    return _said(
        (
            True,
            "Chacun peut réclamer sans compte ni nom\u00a0; ce qui concerne la CRESS va à la "
            "présidence du comité. "
            f"{count(facts.complaints, 'réclamation reçue', 'réclamations reçues')}.",
            "",
        ),
        (
            facts.complaints_over > 0,
            "",
            "Aucune réclamation n’a encore été menée à son terme.",
        ),
    )


def _kept(facts: Facts) -> Shown:
    return _said(
        (
            True,
            "Chaque changement laisse une ligne scellée que rien n’efface\u00a0; "
            "la commande verify_history refait tous les scellés et rejoue les règles.",
            "",
        ),
        (
            facts.renewed > 0,
            "",
            "Aucune reconnaissance n’a encore été renouvelée\u00a0: il n’y a pas de cycle "
            "précédent dont les traces seraient gardées.",
        ),
    )


def _learned(facts: Facts) -> Shown:
    return _said(
        (
            facts.findings > 0,
            f"{count(facts.findings, 'constat écrit', 'constats écrits')}, dont l’effet est "
            "vérifié plus tard.",
            "Aucun constat n’a encore été écrit.",
        ),
        (False, "", "L’effet du label sur les pratiques n’est pas mesuré ici."),
    )


REGISTER = ("directory:register", "Le registre public")
PROCEDURES = ("procedures:procedures", "Les procédures")
CHARTER = ("directory:charter", "La charte")
COMMITTEE = ("committee:members", "Le comité")
DRAWS = ("sampling:list", "Les tirages au sort")
INTERESTS = ("directory:interests", "Le registre d’impartialité")
D, I17, IS = Source.DIRECTIVE, Source.ISO_17065, Source.ISEAL
CONDITIONS = (
    Condition(D, "r)", "Ses termes et ses exigences sont publics.", _terms, [CHARTER, PROCEDURES]),
    Condition(
        D,
        "r) i)",
        "Il est ouvert, à des conditions transparentes, justes et sans discrimination, à tous ceux "
        "qui peuvent et veulent les remplir.",
        _open,
        [CHARTER],
    ),
    Condition(
        D,
        "r) ii)",
        "Ses exigences ont été élaborées en consultant des experts et des parties prenantes.",
        _developed,
        [COMMITTEE, CHARTER],
    ),
    Condition(
        D,
        "r) iii)",
        "Des procédures traitent les manquements, jusqu’à la suspension et au retrait.",
        _non_compliance,
        [PROCEDURES],
    ),
    Condition(
        D,
        "r) iv)",
        "Le respect des exigences est surveillé selon une procédure objective, par un tiers "
        "compétent et indépendant du titulaire du dispositif et de l’organisation.",
        _third_party,
        [DRAWS],
    ),
    Condition(I17, "4.2", "L’impartialité est suivie et protégée.", _impartial, [INTERESTS]),
    Condition(I17, "7.4", "Chaque demande est évaluée, et l’évaluation écrite.", _evaluated),
    Condition(
        I17,
        "7.5 et 7.6",
        "La décision revient à d’autres que qui a évalué\u00a0; un refus est motivé.",
        _decided,
        [COMMITTEE],
    ),
    Condition(
        I17,
        "7.7 et 7.8",
        "Ce qui est reconnu est attesté, avec ses dates, et inscrit dans une liste publique.",
        _attested,
        [REGISTER],
    ),
    Condition(I17, "7.9", "Ce qui est reconnu est surveillé.", _watched),
    Condition(
        I17,
        "7.11",
        "Un manquement peut mener à une suspension ou à un retrait, avec ses motifs.",
        _non_compliance,
        [PROCEDURES],
    ),
    Condition(I17, "7.12", "Les traces du cycle en cours et du précédent sont gardées.", _kept),
    Condition(
        I17,
        "7.13",
        "Les recours sont traités par d’autres que qui a décidé.",
        _contested,
        [PROCEDURES],
    ),
    Condition(
        I17,
        "7.13, réclamations",
        "Les réclamations sont reçues, suivies et répondues.",
        _complaints,
        [PROCEDURES],
    ),
    Condition(IS, "Gouvernance", "Ceux que le dispositif concerne y ont une place.", _developed),
    Condition(IS, "Assurance", "Le contrôle est crédible, et rendu public.", _third_party, [DRAWS]),
    Condition(IS, "Allégations", "Ce que dit le label se vérifie.", _attested, [REGISTER]),
    Condition(IS, "Apprentissage", "Le dispositif mesure et s’améliore.", _learned),
)
