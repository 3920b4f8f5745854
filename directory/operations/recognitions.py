"""Granting a recognition, and what time brings to it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.enums import RecognitionKind, RecognitionState
from directory.models import Organisation, Recognition, Signature
from directory.validity import end_of_validity
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.models import Case
from workflows.numbering import next_number
from workflows.verdicts import Refusal

PREFIXES = {RecognitionKind.LABEL: "LABEL", RecognitionKind.ACCOMPANIST: "ACC"}


@transaction.atomic
def grant(
    *,
    organisation: Organisation,
    kind: RecognitionKind,
    signature: Signature,
    case: Case,
    at: datetime,
    actor: Actor,
) -> Recognition:
    """Grant a recognition of `kind` for `settings.OSE_VALIDITY_YEARS` years.

    It starts on the day of the decision `at` (charter: « 3 ans, à partir de la validation par le
    comité »), or on the last day of the one still live, which it then renews.
    """
    decided_on = timezone.localdate(at)
    live = Recognition.objects.filter(
        organisation=organisation,
        kind=kind,
        state__in=[RecognitionState.ACTIVE, RecognitionState.SUSPENDED],
    ).first()
    starts = max(decided_on, live.valid_until) if live else decided_on
    recognition = create(
        Recognition(
            organisation=organisation,
            kind=kind,
            number=next_number(PREFIXES[kind], decided_on.year),
            signature=signature,
            case_id=case.pk,
            previous=live,
            valid_from=starts,
            valid_until=end_of_validity(starts, settings.OSE_VALIDITY_YEARS),
        ),
        actor=actor,
        action="grant",
        at=at,
    )
    if live is None:
        perform(recognition, "start", actor=Actor.system("grant"), at=at)
    return recognition


def apply_time(at: datetime) -> dict[str, int]:
    """Renew, start and expire what is due at the moment `at`; return how many of each.

    Idempotent, and safe in parallel: whoever comes second gets a refusal and moves on.
    """
    today = timezone.localdate(at)
    counts = {"renewed": 0, "started": 0, "expired": 0}
    for recognition in Recognition.objects.due_to_start(today).select_related("previous"):
        with transaction.atomic():
            if recognition.previous and recognition.previous.state in (
                RecognitionState.ACTIVE,
                RecognitionState.SUSPENDED,
            ):
                counts["renewed"] += _try(recognition.previous, "renew", at)
            counts["started"] += _try(recognition, "start", at)
    for recognition in Recognition.objects.due_to_expire(today):
        counts["expired"] += _try(recognition, "expire", at)
    return counts


def _try(recognition: Recognition, name: str, at: datetime) -> int:
    try:
        perform(recognition, name, actor=Actor.system("tick"), at=at)
    except Refusal:
        return 0
    return 1
