"""A filed application as the CRESS and the committee read it, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from directory.memberships.models import Membership
from directory.recognitions.models import Recognition
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.guards import UNASSESSED
from labelling.instruction.links import page_url
from labelling.instruction.models import Application, Complement
from labelling.instruction.models.recorded import complements_on, recorded_assessments
from labelling.instruction.reading.awaited import awaited_in
from labelling.instruction.reading.clock import clock_of
from labelling.instruction.reading.criteria import Content, criterion_cards, opened_at
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.models import Attachment
from workflows.pages.remarks import remarks_of, sections_of
from workflows.presentation.files import FileLine, file_lines
from workflows.verdicts import Unmet, Verdict

# What the CRESS does from each state, the main one first.
STEPS = {
    S.SUBMITTED: ("take_charge",),
    S.UNDER_INSTRUCTION: ("declare_admissible", "request_complements"),
}
# Those that need a page of their own: its name is theirs.
WITH_PAGE = ("declare_admissible", "request_complements")


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as a button: `url` leads to its form, or is empty when it is performed."""

    name: str
    label: str
    url: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class RequestedComplement:
    """A requested complement, the files of its answer, its criterion and the name of it."""

    complement: Complement
    key: str
    criterion: str
    files: Sequence[FileLine]


def assessments_form(
    application: Application, actor: Actor, refused: AssessmentsForm | None
) -> AssessmentsForm | None:
    """The form of who assesses: the one that was `refused`, as typed, or what is recorded."""
    if not verdict(application, "assess", actor=actor).allowed:
        return None
    if refused is None:
        return AssessmentsForm(application=application)
    refused.shown_again(application)
    return refused


def filed_context(
    application: Application,
    actor: Actor,
    *,
    contents: Sequence[Content],
    files: Mapping[str, Sequence[FileLine]],
    refused: AssessmentsForm | None = None,
    shown: str = "",
) -> dict[str, Any]:
    """What `labelling/instruction_detail.html` adds to the shared page, for `actor`.

    The actor is known to be a reader: CRESS staff get actions, committee readers none. `contents`
    and `files` (by slot) are what the organisation gave; `refused` is the form of assessments that
    was not wholly accepted, `shown` the criterion asked for. The application comes with
    organisation, assignee and signature.
    """
    acts = LabellingRules.read_queue.verdict(actor, application).permitted
    assessments = assessments_form(application, actor, refused) if acts else None
    asked = complements_on(application)
    cards = criterion_cards(application, contents, asked, assessments)
    opened = opened_at(cards, shown)
    complements = _requested(asked, files)
    known: dict[Any, Any] = {complements_on: asked}
    if assessments:
        known[recorded_assessments] = assessments.recorded
    verdicts = _verdicts(application, actor, known) if acts else {}
    return {
        "state": application.state_info,
        "acts": acts,
        "may_reassign": verdict(application, "reassign", actor=actor).allowed,
        "clock": clock_of(application, timezone.localdate()),
        "actions": [_action(application, name, found) for name, found in verdicts.items()],
        "assessments": assessments,
        "unassessed": [card for card in cards if card.to_assess and assessments],
        "reasons": _reasons(verdicts),
        "unrepresented": acts
        and not _representatives.exists(organisation=application.organisation_id),
        "reserved": _reserved(application, actor, verdicts) if acts else "",
        "awaited": awaited_in(type(application)).get(application.state, ""),
        "remarks": remarks_of(application, actor),
        "sections": sections_of(application, actor),
        "cards": cards,
        "opened": opened,
        "asked_here": [item for item in complements if item.key == opened.card.key],
        "asked_elsewhere": [item for item in complements if item.key != opened.card.key],
        "assessed_count": sum(card.assessment is not None for card in cards),
        "to_assess_count": sum(card.to_assess or card.assessment is not None for card in cards),
        "recognition": _recognition.first(case=application.pk),
    }


def files_by_slot(
    application: Application, every_file: Iterable[Attachment] | None = None
) -> dict[str, list[FileLine]]:
    """Its files, by slot, those of messages left out.

    One query, unless the page has read `every_file` of it, taken off or not.
    """
    found: dict[str, list[FileLine]] = defaultdict(list)
    for attachment in attachments_of(application) if every_file is None else every_file:
        if attachment.removed_at is None and attachment.slot != MESSAGE_SLOT:
            found[attachment.slot] += file_lines([attachment])
    return found


def complements_of(
    application: Application, files: Mapping[str, Sequence[FileLine]]
) -> list[RequestedComplement]:
    """What was asked, the last round first. One query."""
    return _requested(complements_on(application), files)


def _requested(
    asked: Iterable[Complement], files: Mapping[str, Sequence[FileLine]]
) -> list[RequestedComplement]:
    """`asked`, the first round first, as pages show it: the last one first."""
    return [
        RequestedComplement(item, item.criterion, item.criterion_label, files.get(item.slot, []))
        for item in sorted(asked, key=lambda item: -item.round)
    ]


@Question
def _representatives() -> "QuerySet[Any]":
    return Membership.objects.representatives().filter(organisation=Given("organisation"))


@Question
def _recognition() -> "QuerySet[Any]":
    return Recognition.objects.filter(case_id=Given("case"))[:1]


def _verdicts(
    application: Application, actor: Actor, known: Mapping[Any, Any]
) -> dict[str, Verdict]:
    names = STEPS.get(S(application.state), ())
    return {name: verdict(application, name, actor=actor, known=known) for name in names}


def _action(application: Application, name: str, found: Verdict) -> Action:
    url = page_url(name, application) if name in WITH_PAGE else ""
    label = machine_of(type(application)).transitions[name].law.label
    return Action(name, label, url, found.allowed)


def _reasons(verdicts: Mapping[str, Verdict]) -> list[Unmet]:
    """Why not yet, apart from the criteria to assess, which have a sentence of their own."""
    return [
        unmet for found in verdicts.values() for unmet in found.unmet if unmet.code != UNASSESSED
    ]


def _reserved(application: Application, actor: Actor, verdicts: Mapping[str, Verdict]) -> str:
    """Why the actions of this state are someone else's, or nothing."""
    denied = [found.reason for found in verdicts.values() if not found.permitted]
    if not denied:
        return ""
    in_charge = application.assignee
    if in_charge is None or in_charge == actor.user:
        return denied[0]
    return f"{in_charge.get_full_name()} instruit ce dossier. Ces actions lui reviennent."
