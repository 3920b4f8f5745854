"""What an organisation is told to do next, from the filing on: one sentence, one button.

Words only, no query. What comes before, and after a validation, is each kind's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.links import page_url
from labelling.instruction.models import Complement
from workflows.pages.remarks import Remark
from workflows.presentation.french import count, format_date, format_long_date
from workflows.verdicts import Unmet, Verdict


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


class Followed(Protocol):
    """What these words read of the summary of an application, whatever its kind."""

    @property
    def dossier(self) -> Any: ...
    @property
    def move(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def remarks(self) -> Sequence[Remark]: ...
    @property
    def committee_day(self) -> date | None: ...
    @property
    def complements(self) -> Sequence[Complement]: ...
    @property
    def representation(self) -> Unmet | None: ...
    @property
    def who_may(self) -> str: ...
    @property
    def move_label(self) -> str: ...
    @property
    def is_over(self) -> bool: ...


def perform_step(summary: Followed, step: NextStep) -> NextStep:
    """Offer the next move itself; inert, with the reason, for who may not make it."""
    offered = replace(step, label=summary.move_label, transition=summary.move)
    if summary.verdict.permitted:
        return offered
    return replace(offered, refusal=summary.who_may)


def to_check(summary: Followed, step: NextStep, label: str) -> NextStep:
    """The filing is on the page where all is read again; whoever may not file reads it too."""
    url = page_url("check", summary.dossier)
    if summary.verdict.permitted:
        return replace(step, label=label, url=url)
    text = f"{step.text} {summary.who_may}"
    return replace(step, text=text, label="Vérifier vos réponses", url=url)


def to_verify(unmet: Unmet, ready: str, then: str) -> NextStep:
    """All is written: the CRESS has only to know who speaks for the organisation."""
    step = NextStep(ready, f"{unmet.message} Vous pourrez {then} ensuite.")
    if unmet.code != "representative_unverified":
        return step
    return replace(step, label="Joindre une preuve", url=unmet.url)


def _submitted(summary: Followed) -> NextStep:
    return NextStep(
        "Dossier déposé",
        "La CRESS le prend en charge. Vous n’avez rien à faire pour l’instant\u00a0; "
        "les messages restent ouverts." + _answer_by(summary.dossier.instruction_due_on),
    )


def _instructed(summary: Followed) -> NextStep:
    dossier = summary.dossier
    name = dossier.assignee.get_full_name() if dossier.assignee else "La CRESS"
    each = f"{dossier.criterion_noun} par {dossier.criterion_noun}"
    return NextStep(
        "La CRESS instruit votre dossier",
        f"{name} lit vos pièces, {each}. Des compléments peuvent vous être "
        "demandés\u00a0; le délai s’arrête alors le temps de votre réponse."
        + _answer_by(dossier.instruction_due_on),
    )


def _answer_by(day: date | None) -> str:
    return f" Réponse attendue au plus tard le {format_date(day)}." if day else ""


def _to_complete(summary: Followed) -> NextStep:
    step = _complements(summary)
    last_day = summary.dossier.lapses_on
    if last_day is None:
        return step
    late = "L’échéance est passée. Vous pouvez répondre jusqu’au"
    end = f"{late} {format_date(last_day)}\u00a0; ensuite, le dossier sera classé sans suite."
    return replace(step, text=f"{step.text} {end}")


def _complements(summary: Followed) -> NextStep:
    open_ones = [item for item in summary.complements if item.answered_at is None]
    deadline = summary.dossier.complements_due_on
    if not open_ones and not summary.verdict.unmet:
        return perform_step(
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
            ready = to_verify(first, "Vos réponses sont prêtes", "renvoyer le dossier")
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


def _admissible(summary: Followed) -> NextStep:
    return NextStep(
        "Votre dossier est recevable",
        f"{_put_off(summary)}Le comité scientifique et éthique l’examine {_at_session(summary)}. "
        "Vous n’avez rien à faire pour l’instant.",
    )


def _put_off(summary: Followed) -> str:
    """What the committee says of a dossier that no session has: why it was put off."""
    said = [remark.text for remark in summary.remarks if remark.day is None and not remark.url]
    return "".join(f"{text} " for text in said)


def _at_session(summary: Followed) -> str:
    day = summary.committee_day
    return f"à sa séance du {format_long_date(day)}" if day else "à sa prochaine séance"


def _deliberated(summary: Followed) -> NextStep:
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


def refused_step(summary: Followed, over: NextStep) -> NextStep:
    """Contest it while there is time; `over` is what is left after that."""
    dossier = summary.dossier
    refused = replace(over, title="Le comité a refusé le dossier", quote=dossier.decision_reasons)
    unmet = {item.code: item for item in summary.verdict.unmet}
    if other := unmet.get("other_dossier"):
        text = "Un autre dossier est ouvert depuis\u00a0: le recours n’est plus possible."
        return replace(refused, text=text, label="Voir le dossier ouvert", url=other.url)
    if summary.is_over:
        return refused
    return replace(
        refused,
        text="Un recours est possible\u00a0; d’autres membres du comité l’examineront.",
        label="Former un recours",
        url=page_url("appeal", dossier),
        refusal=_who_may_appeal(summary),
        deadline=dossier.appealable_until,
    )


def _who_may_appeal(summary: Followed) -> str:
    if not summary.verdict.permitted:
        return summary.who_may
    return summary.representation.message if summary.representation else ""


def _appealed(summary: Followed) -> NextStep:
    return NextStep(
        "Votre recours est enregistré",
        f"Le comité réexamine le dossier {_at_session(summary)}, sans les membres qui ont voté "
        "la première décision.",
    )


# From the filing on, whatever the kind.
WORDS: Mapping[S, Callable[[Followed], NextStep]] = {
    S.SUBMITTED: _submitted,
    S.UNDER_INSTRUCTION: _instructed,
    S.TO_COMPLETE: _to_complete,
    S.ADMISSIBLE: _admissible,
    S.IN_DELIBERATION: _deliberated,
    S.APPEALED: _appealed,
}
