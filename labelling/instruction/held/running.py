"""The recognition that runs: while it does, it is renewed, and no first application is opened."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from directory.recognitions.enums import LIVE, RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens
from directory.recognitions.verification import NOUNS, is_in_its_last_months
from labelling.instruction.models import Application
from workflows.presentation.french import format_date
from workflows.verdicts import Unmet

# What a renewal takes over, said where it is offered.
TAKES_OVER = {
    RecognitionKind.LABEL: "Il reprend vos textes et vos pièces",
    RecognitionKind.ACCOMPANIST: "Il reprend votre offre",
}


def running_among(
    organisations: Iterable[int], kind: RecognitionKind, today: date
) -> dict[int, Recognition]:
    """By organisation, the one that runs on `today`, or the renewal that will follow it.

    Past its last day it runs no more, whether or not `tick` has passed. One query.
    """
    found = Recognition.objects.running().filter(organisation__in=organisations, kind=kind)
    return {
        each.organisation_id: each
        for each in found.order_by("valid_from", "pk")
        if each.state not in LIVE or each.valid_until >= today
    }


def running_of(organisation: int, kind: RecognitionKind, today: date) -> Recognition | None:
    """The same, of one organisation."""
    return running_among([organisation], kind, today).get(organisation)


def kept_by(held: Recognition, kind: type[Application], today: date) -> Unmet:
    """Why no first application of `kind` is opened while `held` runs, and when it is renewed."""
    noun = NOUNS[RecognitionKind(held.kind)]
    takes_over = TAKES_OVER[RecognitionKind(held.kind)]
    if held.state == RecognitionState.SUSPENDED:
        return Unmet(
            "running",
            f"Votre {noun} {held.number} est suspendu.",
            hint="La suspension doit d’abord être levée, ou le contrôle tranché.",
        )
    if is_in_its_last_months(held, today):
        return Unmet(
            "renewable",
            f"Préparer le renouvellement du {noun} {held.number}",
            reverse(f"{kind.pages}:renew", args=[held.pk]),
            f"Il court jusqu’au {format_date(held.valid_until)}\u00a0: c’est son renouvellement "
            f"qui s’ouvre. {takes_over}.",
        )
    opens = format_date(renewal_opens(held.term_ends_on, held.kind))
    return Unmet(
        "too_early",
        f"Votre {noun} {held.number} court jusqu’au {format_date(held.valid_until)}.",
        hint=f"Son renouvellement s’ouvre le {opens}. {takes_over}.",
    )


def what_keeps(organisation: int, kind: type[Application], today: date) -> Unmet | None:
    """What keeps it from a first application of `kind`: the recognition that it has. One query."""
    if kind.grants is None:
        return None
    held = running_of(organisation, kind.grants, today)
    return None if held is None else kept_by(held, kind, today)


def held_by(application: Application) -> Recognition | None:
    """What it was granted, with what its page says of it; one query."""
    found = Recognition.objects.select_related("previous", "sanction")
    return found.filter(case_id=application.pk).first()


def renewed_again(former: Application, today: date) -> Recognition | None:
    """What `former` was to renew, if it may still be. Two queries, for a renewal."""
    if former.renews_id is None:
        return None
    held: Recognition = Recognition.objects.get(pk=former.renews_id)
    free = is_in_its_last_months(held, today) and held.successor is None
    return held if free else None
