"""What the structure is told to do next: one sentence, one button. Words only, no query."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from labelling.enums import DossierState
from labelling.guards import page
from labelling.models import Dossier
from labelling.situation import Situation
from workflows.presentation.french import (
    count,
    enumerate_french,
    format_date,
    format_long_date,
    number_word,
)
from workflows.verdicts import Unmet

S = DossierState
OPEN_AGAIN = "Ouvrir un nouveau dossier"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The first sheet of the page.

    The button leads to `url`, or performs `transition`; it is inert when `refusal` says why.
    `deadline` is a day the person must know, `quote` the words of someone else.
    """

    title: str
    text: str
    label: str = ""
    url: str = ""
    transition: str = ""
    refusal: str = ""
    deadline: date | None = None
    quote: str = ""


def next_step(situation: Situation) -> NextStep:
    """Say what comes next for the people of the structure."""
    return WORDS[DossierState(situation.dossier.state)](situation)


def _perform(situation: Situation, step: NextStep) -> NextStep:
    """Offer the next move itself; inert, with the reason, for who may not make it."""
    offered = replace(step, label=situation.move_label, transition=situation.move)
    if situation.verdict.permitted:
        return offered
    return replace(offered, refusal=_who_may(situation))


def _who_may(situation: Situation) -> str:
    """« Seul le représentant légal… » and by whom it will be done."""
    names = [person.get_full_name() for person in situation.representatives]
    told = f" Nous préviendrons {enumerate_french(names)}." if names else ""
    return f"{situation.verdict.reason}{told}"


def _draft(situation: Situation) -> NextStep:
    may_sign = situation.verdict.permitted and situation.representation is None
    return NextStep(
        "Première étape\u00a0: la charte",
        "Lisez la charte OSE et ses six principes. Sa signature par votre représentant légal "
        "engage votre structure et ouvre le dossier.",
        label="Lire et signer la charte" if may_sign else "Lire la charte",
        url=page("sign", situation.dossier),
    )


def _committed(situation: Situation) -> NextStep:
    if not situation.verdict.unmet:
        return _perform(
            situation,
            NextStep(
                "La présentation est décrite",
                "Relisez-la, puis enregistrez-la\u00a0: le dossier pourra ensuite être déposé.",
            ),
        )
    return NextStep(
        "Présentez la démarche à votre assemblée générale",
        "Décrivez l’AG et joignez son procès-verbal. Vous pouvez étayer les autres principes "
        "dès maintenant, dans l’ordre qui vous convient.",
        label="Décrire la présentation en AG",
        url=page("presentation", situation.dossier),
    )


def _presented(situation: Situation) -> NextStep:
    if not situation.missing:
        title = "Tout est prêt\u00a0: il reste à déposer"
        text = "La CRESS instruit ensuite le dossier sous 15 jours."
        return _perform(situation, NextStep(title, text))
    todo = [status for status in situation.statuses if status.state != "done"]
    first = situation.missing[0]
    if first == situation.representation:
        return _to_verify(first, "Le dossier est prêt", "le déposer")
    if todo:
        plural = "s" if len(todo) > 1 else ""
        title = f"Encore {number_word(len(todo))} principe{plural}, puis vous pourrez déposer"
        label = f"Compléter le principe {todo[0].position}"
    else:
        title = f"Encore {count(len(situation.missing), 'point', 'points')} avant le dépôt"
        label = "Compléter le dossier"
    return NextStep(title, _progress(situation), label=label, url=first.url)


def _to_verify(unmet: Unmet, ready: str, then: str) -> NextStep:
    """All is written: the CRESS has only to know who speaks for the structure."""
    step = NextStep(ready, f"{unmet.message} Vous pourrez {then} ensuite.")
    if unmet.code != "representative_unverified":
        return step
    return replace(step, label="Joindre une preuve", url=unmet.url)


def _progress(situation: Situation) -> str:
    done = sum(status.state == "done" for status in situation.statuses)
    if not done:
        return "Aucun des six principes n’est encore étayé. Quelques lignes et une pièce suffisent."
    verb = "sont étayés" if done > 1 else "est étayé"
    principles = "principes" if done > 1 else "principe"
    words = f"{number_word(done).capitalize()} {principles} sur six {verb}."
    todo = [f"«\u00a0{s.label}\u00a0»" for s in situation.statuses if s.state != "done"]
    return f"{words} Reste à étayer\u00a0: {enumerate_french(todo)}." if todo else words


def _submitted(situation: Situation) -> NextStep:
    return NextStep(
        "Dossier déposé",
        "La CRESS le prend en charge. Vous n’avez rien à faire pour l’instant\u00a0; "
        "les messages restent ouverts." + _answer_by(situation.dossier.instruction_due_on),
    )


def _instructed(situation: Situation) -> NextStep:
    who = situation.dossier.assignee
    name = who.get_full_name() if who else "La CRESS"
    return NextStep(
        "La CRESS instruit votre dossier",
        f"{name} lit vos pièces, principe par principe. Des compléments peuvent vous être "
        "demandés\u00a0; le délai s’arrête alors le temps de votre réponse."
        + _answer_by(situation.dossier.instruction_due_on),
    )


def _answer_by(day: date | None) -> str:
    return f" Réponse attendue au plus tard le {format_date(day)}." if day else ""


def _to_complete(situation: Situation) -> NextStep:
    step = _complements(situation)
    last_day = situation.dossier.lapses_on
    if last_day is None:
        return step
    late = "L’échéance est passée. Vous pouvez répondre jusqu’au"
    end = f"{late} {format_date(last_day)}\u00a0; ensuite, le dossier sera classé sans suite."
    return replace(step, text=f"{step.text} {end}")


def _complements(situation: Situation) -> NextStep:
    open_ones = [item for item in situation.complements if item.answered_at is None]
    deadline = situation.dossier.complements_due_on
    if not open_ones and not situation.verdict.unmet:
        return _perform(
            situation,
            NextStep(
                "Vos réponses sont prêtes",
                "Renvoyez le dossier pour que l’instruction reprenne.",
                deadline=deadline,
            ),
        )
    if not open_ones:
        first = situation.verdict.unmet[0]
        if first == situation.representation:
            ready = _to_verify(first, "Vos réponses sont prêtes", "renvoyer le dossier")
            return replace(ready, deadline=deadline)
        return NextStep(
            "Vos réponses sont écrites",
            f"Ceci retient encore le renvoi du dossier\u00a0: {first.message}.",
            label="Y remédier",
            url=first.url or page("complements", situation.dossier),
            deadline=deadline,
        )
    asked = count(len(open_ones), "réponse", "réponses")
    return NextStep(
        f"Le dossier est à compléter\u00a0: {asked} à donner",
        "Répondez à chaque demande, avec une pièce au besoin, puis renvoyez le dossier.",
        label="Répondre aux demandes",
        url=page("complements", situation.dossier),
        deadline=deadline,
    )


def _admissible(situation: Situation) -> NextStep:
    return NextStep(
        "Votre dossier est recevable",
        f"Le comité scientifique et éthique l’examine {_at_session(situation)}. "
        "Vous n’avez rien à faire pour l’instant.",
    )


def _at_session(situation: Situation) -> str:
    day = situation.committee_day
    return f"à sa séance du {format_long_date(day)}" if day else "à sa prochaine séance"


def _deliberated(situation: Situation) -> NextStep:
    return NextStep(
        "Le comité délibère",
        "Votre dossier est à l’ordre du jour d’une séance ouverte. La décision vous sera "
        "communiquée avec ses motifs.",
    )


def _validated(situation: Situation) -> NextStep:
    label = situation.recognition
    if label is None:
        return NextStep("Dossier validé", "Le comité a validé votre dossier.")
    return NextStep(
        "Votre structure est labellisée OSE",
        f"Label {label.number}, valable du {format_date(label.valid_from)} au "
        f"{format_date(label.valid_until)}. Il figure au registre public.",
        label="Voir la page publique",
        url=reverse("directory:recognition", args=[label.number]),
    )


def _refused(situation: Situation) -> NextStep:
    dossier = situation.dossier
    refused = NextStep(
        "Le comité a refusé le dossier",
        "Le délai de recours est passé. Vous pouvez ouvrir un nouveau dossier.",
        quote=dossier.decision_reasons,
    )
    unmet = {item.code: item for item in situation.verdict.unmet}
    if other := unmet.get("other_dossier"):
        text = "Un autre dossier est ouvert depuis\u00a0: le recours n’est plus possible."
        return replace(refused, text=text, label="Voir le dossier ouvert", url=other.url)
    if situation.is_over:
        return replace(refused, label=OPEN_AGAIN, url=_open_url(dossier))
    return replace(
        refused,
        text="Un recours est possible\u00a0; d’autres membres du comité l’examineront.",
        label="Former un recours",
        url=page("appeal", dossier),
        refusal=_who_may_appeal(situation),
        deadline=dossier.appealable_until,
    )


def _who_may_appeal(situation: Situation) -> str:
    if not situation.verdict.permitted:
        return _who_may(situation)
    return situation.representation.message if situation.representation else ""


def _appealed(situation: Situation) -> NextStep:
    return NextStep(
        "Votre recours est enregistré",
        f"Le comité réexamine le dossier {_at_session(situation)}, sans les membres qui ont voté "
        "la première décision.",
    )


def _open_url(dossier: Dossier) -> str:
    return reverse("labelling:open", args=[dossier.organisation_id])


def _ended(title: str) -> Callable[[Situation], NextStep]:
    def step(situation: Situation) -> NextStep:
        return NextStep(
            title,
            "Les pièces restent consultables. Vous pouvez ouvrir un nouveau dossier.",
            label=OPEN_AGAIN,
            url=_open_url(situation.dossier),
        )

    return step


WORDS: dict[DossierState, Callable[[Situation], NextStep]] = {
    S.DRAFT: _draft,
    S.COMMITTED: _committed,
    S.PRESENTED: _presented,
    S.SUBMITTED: _submitted,
    S.UNDER_INSTRUCTION: _instructed,
    S.TO_COMPLETE: _to_complete,
    S.ADMISSIBLE: _admissible,
    S.IN_DELIBERATION: _deliberated,
    S.VALIDATED: _validated,
    S.REFUSED: _refused,
    S.APPEALED: _appealed,
    S.WITHDRAWN: _ended("Dossier abandonné"),
    S.CLOSED: _ended("Dossier classé sans suite"),
}
