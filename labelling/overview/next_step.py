"""What the structure is told to do next: one sentence, one button. Words only, no query."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from labelling.instruction.enums import ApplicationState
from labelling.instruction.links import page_url
from labelling.instruction.models.delays import delay
from labelling.overview.summary import DossierSummary
from workflows.presentation.french import (
    count,
    enumerate_french,
    format_date,
    format_long_date,
    number_word,
)
from workflows.verdicts import Unmet

S = ApplicationState
TAKE_OVER = "Reprendre dans un nouveau dossier"


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


def next_step(summary: DossierSummary) -> NextStep:
    """Say what comes next for the people of the structure."""
    return WORDS[ApplicationState(summary.dossier.state)](summary)


def _perform(summary: DossierSummary, step: NextStep) -> NextStep:
    """Offer the next move itself; inert, with the reason, for who may not make it."""
    offered = replace(step, label=summary.move_label, transition=summary.move)
    if summary.verdict.permitted:
        return offered
    return replace(offered, refusal=summary.who_may)


def _draft(summary: DossierSummary) -> NextStep:
    may_sign = summary.verdict.permitted and summary.representation is None
    text = (
        "Lisez la charte OSE et ses six principes. Sa signature, par qui vous représente "
        "légalement, engage votre structure et ouvre le dossier."
    )
    return NextStep(
        "Première étape\u00a0: la charte",
        f"{text} {summary.who_may}".rstrip(),
        label="Lire et signer la charte" if may_sign else "Lire la charte",
        url=page_url("sign", summary.dossier),
    )


def _committed(summary: DossierSummary) -> NextStep:
    if not summary.verdict.unmet:
        return _perform(
            summary,
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
        url=page_url("presentation", summary.dossier),
    )


def _presented(summary: DossierSummary) -> NextStep:
    if not summary.missing:
        title = "Tout est prêt\u00a0: il reste à déposer"
        days = count(delay("admissibility").days, "jour", "jours")
        text = f"La CRESS instruit ensuite le dossier sous {days}."
        return _to_check(summary, NextStep(title, text))
    todo = [status for status in summary.statuses if not status.is_met]
    first = summary.missing[0]
    if first == summary.representation:
        return _to_verify(first, "Le dossier est prêt", "le déposer")
    if todo:
        plural = "s" if len(todo) > 1 else ""
        title = f"Encore {number_word(len(todo))} principe{plural}, puis vous pourrez déposer"
        label = f"Compléter le principe {todo[0].position}"
    else:
        plural = "s" if len(summary.missing) > 1 else ""
        title = f"Encore {number_word(len(summary.missing))} point{plural} avant le dépôt"
        label = "Compléter le dossier"
    return NextStep(title, _progress(summary), label=label, url=first.url)


def _to_check(summary: DossierSummary, step: NextStep) -> NextStep:
    """The filing is on the page where all is read again; whoever may not file reads it too."""
    url = page_url("check", summary.dossier)
    if summary.verdict.permitted:
        return replace(step, label="Vérifier et déposer", url=url)
    text = f"{step.text} {summary.who_may}"
    return replace(step, text=text, label="Vérifier vos réponses", url=url)


def _to_verify(unmet: Unmet, ready: str, then: str) -> NextStep:
    """All is written: the CRESS has only to know who speaks for the structure."""
    step = NextStep(ready, f"{unmet.message} Vous pourrez {then} ensuite.")
    if unmet.code != "representative_unverified":
        return step
    return replace(step, label="Joindre une preuve", url=unmet.url)


def _progress(summary: DossierSummary) -> str:
    done = sum(status.state == "done" for status in summary.statuses)
    if not done:
        return "Aucun des six principes n’est encore étayé. Quelques lignes et une pièce suffisent."
    verb = "sont étayés" if done > 1 else "est étayé"
    principles = "principes" if done > 1 else "principe"
    words = f"{number_word(done).capitalize()} {principles} sur six {verb}."
    todo = [f"«\u00a0{s.label}\u00a0»" for s in summary.statuses if not s.is_met]
    return f"{words} Reste à étayer\u00a0: {enumerate_french(todo)}." if todo else words


def _submitted(summary: DossierSummary) -> NextStep:
    return NextStep(
        "Dossier déposé",
        "La CRESS le prend en charge. Vous n’avez rien à faire pour l’instant\u00a0; "
        "les messages restent ouverts." + _answer_by(summary.dossier.instruction_due_on),
    )


def _instructed(summary: DossierSummary) -> NextStep:
    who = summary.dossier.assignee
    name = who.get_full_name() if who else "La CRESS"
    return NextStep(
        "La CRESS instruit votre dossier",
        f"{name} lit vos pièces, principe par principe. Des compléments peuvent vous être "
        "demandés\u00a0; le délai s’arrête alors le temps de votre réponse."
        + _answer_by(summary.dossier.instruction_due_on),
    )


def _answer_by(day: date | None) -> str:
    return f" Réponse attendue au plus tard le {format_date(day)}." if day else ""


def _to_complete(summary: DossierSummary) -> NextStep:
    step = _complements(summary)
    last_day = summary.dossier.lapses_on
    if last_day is None:
        return step
    late = "L’échéance est passée. Vous pouvez répondre jusqu’au"
    end = f"{late} {format_date(last_day)}\u00a0; ensuite, le dossier sera classé sans suite."
    return replace(step, text=f"{step.text} {end}")


def _complements(summary: DossierSummary) -> NextStep:
    open_ones = [item for item in summary.complements if item.answered_at is None]
    deadline = summary.dossier.complements_due_on
    if not open_ones and not summary.verdict.unmet:
        return _perform(
            summary,
            NextStep(
                "Vos réponses sont prêtes",
                "Renvoyez le dossier pour que l’instruction reprenne.",
                deadline=deadline,
            ),
        )
    if not open_ones:
        first = summary.verdict.unmet[0]
        if first == summary.representation:
            ready = _to_verify(first, "Vos réponses sont prêtes", "renvoyer le dossier")
            return replace(ready, deadline=deadline)
        return NextStep(
            "Vos réponses sont écrites",
            f"Ceci retient encore le renvoi du dossier\u00a0: {first.message}.",
            label="Y remédier",
            url=first.url or page_url("complements", summary.dossier),
            deadline=deadline,
        )
    asked = count(len(open_ones), "réponse", "réponses")
    return NextStep(
        f"Le dossier est à compléter\u00a0: {asked} à donner",
        "Répondez à chaque demande, avec une pièce au besoin, puis renvoyez le dossier.",
        label="Répondre aux demandes",
        url=page_url("complements", summary.dossier),
        deadline=deadline,
    )


def _admissible(summary: DossierSummary) -> NextStep:
    return NextStep(
        "Votre dossier est recevable",
        f"{_put_off(summary)}Le comité scientifique et éthique l’examine {_at_session(summary)}. "
        "Vous n’avez rien à faire pour l’instant.",
    )


def _put_off(summary: DossierSummary) -> str:
    """What the committee says of a dossier that no session has: why it was put off."""
    said = [remark.text for remark in summary.remarks if remark.day is None and not remark.url]
    return "".join(f"{text} " for text in said)


def _at_session(summary: DossierSummary) -> str:
    day = summary.committee_day
    return f"à sa séance du {format_long_date(day)}" if day else "à sa prochaine séance"


def _deliberated(summary: DossierSummary) -> NextStep:
    if summary.committee_day is None:
        return NextStep(
            "Le comité n’a pas encore décidé",
            f"{_put_off(summary)}L’examen reprendra à une prochaine séance. Vous n’avez rien à "
            "refaire.",
        )
    return NextStep(
        "Le comité délibère",
        "Votre dossier est à l’ordre du jour d’une séance ouverte. La décision vous sera "
        "communiquée avec ses motifs.",
    )


def _validated(summary: DossierSummary) -> NextStep:
    label = summary.recognition
    if label is None:
        return NextStep("Dossier validé", "Le comité a validé votre dossier.")
    if summary.validity and summary.validity.means:
        label_url, action = (
            reverse("directory:recognition", args=[label.number]),
            "Voir la page publique",
        )
    else:
        label_url, action = page_url("label", summary.dossier), "Fêter et partager le label"
    return NextStep(
        "Votre structure est labellisée OSE",
        f"Label {label.number}, valable du {format_date(label.valid_from)} au "
        f"{format_date(label.valid_until)}. Il figure au registre public.",
        label=action,
        url=label_url,
    )


def _refused(summary: DossierSummary) -> NextStep:
    dossier = summary.dossier
    refused = NextStep(
        "Le comité a refusé le dossier",
        "Le délai de recours est passé. Vous pouvez ouvrir un nouveau dossier, avec vos textes et "
        "vos pièces.",
        quote=dossier.decision_reasons,
    )
    unmet = {item.code: item for item in summary.verdict.unmet}
    if other := unmet.get("other_dossier"):
        text = "Un autre dossier est ouvert depuis\u00a0: le recours n’est plus possible."
        return replace(refused, text=text, label="Voir le dossier ouvert", url=other.url)
    if summary.is_over:
        return replace(refused, label=TAKE_OVER, url=page_url("take_over", dossier))
    return replace(
        refused,
        text="Un recours est possible\u00a0; d’autres membres du comité l’examineront.",
        label="Former un recours",
        url=page_url("appeal", dossier),
        refusal=_who_may_appeal(summary),
        deadline=dossier.appealable_until,
    )


def _who_may_appeal(summary: DossierSummary) -> str:
    if not summary.verdict.permitted:
        return summary.who_may
    return summary.representation.message if summary.representation else ""


def _appealed(summary: DossierSummary) -> NextStep:
    return NextStep(
        "Votre recours est enregistré",
        f"Le comité réexamine le dossier {_at_session(summary)}, sans les membres qui ont voté "
        "la première décision.",
    )


def _ended(title: str) -> Callable[[DossierSummary], NextStep]:
    def step(summary: DossierSummary) -> NextStep:
        return NextStep(
            title,
            "Les pièces restent consultables. Vous pouvez les reprendre, avec vos textes, dans un "
            "nouveau dossier.",
            label=TAKE_OVER,
            url=page_url("take_over", summary.dossier),
        )

    return step


WORDS: dict[ApplicationState, Callable[[DossierSummary], NextStep]] = {
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
