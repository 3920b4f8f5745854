"""The frame of a draw: the recognitions that are active, and what is public of each."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from directory.delays.calendar import months_before
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.oversight.sampling.enums import TICKETS, Risk
from labelling.oversight.sampling.models import Campaign, Candidate
from workflows.history import history_model


def frame_of(campaign: Campaign, today: date) -> list[Candidate]:
    """The lines of the frame, by number, not saved: nobody is drawn yet. Two queries."""
    asides = _drawn_lately(campaign, today)
    return [
        _line(
            campaign,
            recognition,
            today,
            aside=(recognition.organisation_id, recognition.kind) in asides,
        )
        for recognition in _active(campaign, today)
    ]


def empty_strata(campaign: Campaign, today: date) -> list[str]:
    """The departments that the campaign names and where nothing could be drawn."""
    found = set(_active(campaign, today).values_list("department", flat=True))
    return [code for code in campaign.places if code not in found]


def is_empty(campaign: Campaign, today: date) -> bool:
    return not any(not line.aside for line in frame_of(campaign, today))


def _active(campaign: Campaign, today: date) -> "QuerySet[Recognition]":
    suspensions = history_model(Recognition).objects.filter(id=OuterRef("pk"), transition="suspend")
    found = Recognition.objects.filter(state=RecognitionState.ACTIVE, valid_until__gte=today)
    if campaign.kind:
        found = found.filter(kind=campaign.kind)
    if campaign.places:
        found = found.filter(department__in=campaign.places)
    return found.annotate(was_suspended=Exists(suspensions)).order_by("number")


def _drawn_lately(campaign: Campaign, today: date) -> set[tuple[int, str]]:
    if not campaign.rest_years:
        return set()
    since = months_before(today, 12 * campaign.rest_years)
    drawn = Candidate.objects.drawn_since(since)
    return set(drawn.order_by().values_list("recognition__organisation_id", "kind"))


def _line(campaign: Campaign, recognition: Recognition, today: date, *, aside: bool) -> Candidate:
    risks = list(_risks(recognition, today))
    return Candidate(
        campaign=campaign,
        recognition=recognition,
        number=recognition.number,
        kind=recognition.kind,
        department=recognition.department,
        weight=1 + sum(TICKETS[risk] for risk in risks),
        risks=",".join(risks),
        aside=aside,
        drawn=False,
    )


def _risks(recognition: Recognition, today: date) -> Iterator[Risk]:
    if recognition.previous_id is None:
        yield Risk.FIRST
    lasts = recognition.valid_until - recognition.valid_from
    if 2 * (today - recognition.valid_from) > lasts:
        yield Risk.AGED
    if recognition.was_suspended:  # type: ignore[attr-defined]
        yield Risk.SUSPENDED
