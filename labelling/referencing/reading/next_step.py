"""What an accompanist is told to do next: one sentence, one button.

Words only, no query but of a listing that is over, or about to be.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from directory.delays.in_force import delay
from directory.recognitions.verification import is_in_its_last_months
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.held.words import step_unless_valid, what_follows
from labelling.instruction.reading.next_step import WORDS as FROM_FILING_ON
from labelling.instruction.reading.next_step import NextStep, refused_step, to_check, to_verify
from labelling.referencing.reading.summary import ReferencingSummary
from workflows.presentation.french import format_date, number_word

AGAIN = "Demander un nouveau référencement"


def next_step(summary: ReferencingSummary) -> NextStep:
    """Say what comes next for the people of the organisation."""
    return WORDS[S(summary.dossier.state)](summary)


def _draft(summary: ReferencingSummary) -> NextStep:
    todo = summary.todo
    if not todo and summary.missing:
        first = summary.missing[0]
        if first == summary.representation:
            return to_verify(first, "Le dossier est prêt", "le signer et le déposer")
        return NextStep("Presque prêt", first.message, label="Y remédier", url=first.url)
    if not todo:
        text = (
            "Relisez tout, lisez la charte et signez-la\u00a0: le dossier part à la CRESS, qui "
            f"vous répond sous {delay('admissibility')}."
        )
        step = NextStep("Tout est prêt\u00a0: il reste à signer et déposer", text)
        return to_check(summary, step, "Vérifier, signer et déposer")
    first_part = todo[0]
    plural = "s" if len(todo) > 1 else ""
    begun = summary.done_count or any(status.said for status in summary.statuses)
    title = (
        f"Encore {number_word(len(todo))} partie{plural}, puis vous pourrez déposer"
        if begun
        else "Première étape\u00a0: dire qui vous êtes et ce que vous proposez"
    )
    text = (
        f"{first_part.label}. {first_part.hint} Chaque page s’enregistre à part, dans l’ordre qui "
        "vous convient."
    )
    label = f"Compléter la partie {first_part.position}"
    return NextStep(title, text, label=label, url=first_part.url)


def _validated(summary: ReferencingSummary) -> NextStep:
    listing = summary.recognition
    if listing is None:
        return NextStep("Dossier validé", "Le comité a validé votre dossier.")
    today = timezone.localdate()
    changed = step_unless_valid(listing, summary.dossier, today)
    if changed is not None:
        return changed
    following = what_follows(listing, today)
    if is_in_its_last_months(listing, today) and not following:
        return NextStep(
            "Votre référencement se renouvelle",
            f"Le référencement {listing.number} prend fin le {format_date(listing.valid_until)}. "
            "Votre offre est reprise\u00a0; vos références d’aujourd’hui vous sont demandées.",
            label="Préparer le renouvellement",
            url=reverse("referencing:renew", args=[listing.pk]),
        )
    text = (
        f"Référencement {listing.number}, valable du {format_date(listing.valid_from)} au "
        f"{format_date(listing.valid_until)}. La charte se remet à toute personne qui la demande."
    )
    return NextStep(
        "Votre organisation est référencée",
        f"{text} {following}".rstrip(),
        label="Voir la page publique",
        url=listing.get_absolute_url(),
    )


def _refused(summary: ReferencingSummary) -> NextStep:
    text = "Le délai de recours est passé. Vous pouvez demander un nouveau référencement."
    return refused_step(summary, _again(summary, "", text))


def _ended(title: str) -> Callable[[ReferencingSummary], NextStep]:
    text = "Vos textes et vos pièces restent consultables ici."
    return lambda summary: _again(summary, title, text)


def _again(summary: ReferencingSummary, title: str, text: str) -> NextStep:
    url = reverse("referencing:open", args=[summary.dossier.organisation_id])
    return NextStep(title, text, label=AGAIN, url=url)


WORDS: dict[S, Callable[[ReferencingSummary], NextStep]] = {
    **FROM_FILING_ON,
    S.DRAFT: _draft,
    S.VALIDATED: _validated,
    S.REFUSED: _refused,
    S.WITHDRAWN: _ended("Dossier abandonné"),
    S.CLOSED: _ended("Dossier classé sans suite"),
}
