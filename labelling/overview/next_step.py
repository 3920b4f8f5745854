"""What the structure is told to do next: one sentence, one button.

Words only, no query but of a label that is over, or about to be.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from directory.delays.in_force import delay
from labelling.instruction.enums import ApplicationState
from labelling.instruction.held.words import step_unless_valid, what_follows
from labelling.instruction.links import page_url
from labelling.instruction.reading.next_step import WORDS as FROM_FILING_ON
from labelling.instruction.reading.next_step import (
    NextStep,
    perform_step,
    refused_step,
    to_check,
    to_verify,
)
from labelling.overview.summary import DossierSummary
from workflows.presentation.french import (
    enumerate_french,
    format_date,
    number_word,
)

S = ApplicationState
TAKE_OVER = "Reprendre dans un nouveau dossier"


def next_step(summary: DossierSummary) -> NextStep:
    """Say what comes next for the people of the structure."""
    return WORDS[ApplicationState(summary.dossier.state)](summary)


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
        return perform_step(
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
        text = f"La CRESS instruit ensuite le dossier sous {delay('admissibility')}."
        return to_check(summary, NextStep(title, text), "Vérifier et déposer")
    todo = [status for status in summary.statuses if not status.is_met]
    first = summary.missing[0]
    if first == summary.representation:
        return to_verify(first, "Le dossier est prêt", "le déposer")
    if todo:
        plural = "s" if len(todo) > 1 else ""
        title = f"Encore {number_word(len(todo))} principe{plural}, puis vous pourrez déposer"
        label = f"Compléter le principe {todo[0].position}"
    else:
        plural = "s" if len(summary.missing) > 1 else ""
        title = f"Encore {number_word(len(summary.missing))} point{plural} avant le dépôt"
        label = "Compléter le dossier"
    return NextStep(title, _progress(summary), label=label, url=first.url)


def _progress(summary: DossierSummary) -> str:
    done = sum(status.state == "done" for status in summary.statuses)
    if not done:
        return "Aucun des six principes n’est encore étayé. Quelques lignes et une pièce suffisent."
    verb = "sont étayés" if done > 1 else "est étayé"
    principles = "principes" if done > 1 else "principe"
    words = f"{number_word(done).capitalize()} {principles} sur six {verb}."
    todo = [f"«\u00a0{s.label}\u00a0»" for s in summary.statuses if not s.is_met]
    return f"{words} Reste à étayer\u00a0: {enumerate_french(todo)}." if todo else words


def _validated(summary: DossierSummary) -> NextStep:
    label = summary.recognition
    if label is None:
        return NextStep("Dossier validé", "Le comité a validé votre dossier.")
    today = timezone.localdate()
    changed = step_unless_valid(label, summary.dossier, today)
    if changed is not None:
        return changed
    if summary.renewable:
        return NextStep(
            "Votre label se renouvelle",
            f"Le label {label.number} prend fin le {format_date(label.valid_until)}. Vos textes et "
            "vos pièces sont repris\u00a0: le renouvellement ne demande que ce qui a changé.",
            label="Préparer le renouvellement",
            url=reverse("labelling:renew", args=[label.pk]),
        )
    text = (
        f"Label {label.number}, valable du {format_date(label.valid_from)} au "
        f"{format_date(label.valid_until)}. Il figure au registre public."
    )
    return NextStep(
        "Votre structure est labellisée OSE",
        f"{text} {what_follows(label, today)}".rstrip(),
        label="Fêter et partager le label",
        url=page_url("label", summary.dossier),
    )


def _refused(summary: DossierSummary) -> NextStep:
    over = NextStep(
        "",
        "Le délai de recours est passé. Vous pouvez ouvrir un nouveau dossier, avec vos textes et "
        "vos pièces.",
        label=TAKE_OVER,
        url=page_url("take_over", summary.dossier),
    )
    return refused_step(summary, over)


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
    **FROM_FILING_ON,
    S.DRAFT: _draft,
    S.COMMITTED: _committed,
    S.PRESENTED: _presented,
    S.VALIDATED: _validated,
    S.REFUSED: _refused,
    S.WITHDRAWN: _ended("Dossier abandonné"),
    S.CLOSED: _ended("Dossier classé sans suite"),
}
