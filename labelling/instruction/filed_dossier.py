"""A filed dossier as the CRESS and the committee read it, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.memberships.models import Membership
from labelling.dossiers.enums import DossierState
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence
from labelling.instruction.awaited import AWAITED
from labelling.instruction.clock import clock_of
from labelling.instruction.enums import Finding
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.guards import UNASSESSED
from labelling.instruction.models import Assessment, Complement
from labelling.instruction.to_reread import changed_since_assessed
from workflows.actors import Actor
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.pages.mentions import mentions_of
from workflows.policies import get_policy
from workflows.presentation.files import FileLine, file_lines
from workflows.verdicts import Unmet, Verdict

S = DossierState
# What the CRESS does from each state, the main one first.
STEPS = {
    S.SUBMITTED: ("take_charge",),
    S.UNDER_INSTRUCTION: ("declare_admissible", "request_complements"),
}
# Those that need a page of their own, by the name of its URL.
PAGES = {"request_complements": "labelling:request_complements"}
FINDINGS = {
    Finding.ESTABLISHED.value: ("ok", "check"),
    Finding.TO_CLARIFY.value: ("wait", "alert"),
    Finding.NOT_ESTABLISHED.value: ("stop", "x"),
    "": ("mute", "minus"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as a button: `url` leads to its form, or is empty when it is performed."""

    name: str
    label: str
    url: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class PrincipleCard:
    """One principle: what the charter asks, what the structure says, what the instructor finds.

    `changed` tells the instructor that something of it is newer than the finding. `finding` and
    `reasons` are None for those who do not assess; `open` unfolds them.
    """

    key: str
    position: int
    label: str
    wording: str
    text: str
    files: Sequence[FileLine]
    assessment: Assessment | None
    complement: str
    changed: bool
    tone: str
    icon: str
    finding: BoundField | None
    reasons: BoundField | None
    open: bool

    @property
    def badge(self) -> str:
        """The finding in words."""
        return self.assessment.get_finding_display() if self.assessment else "À apprécier"


@dataclass(frozen=True, slots=True)
class RequestedComplement:
    """A requested complement, the files of its answer, the short name of its principle."""

    complement: Complement
    principle: str
    files: Sequence[FileLine]


def detail_context(
    dossier: Dossier, actor: Actor, *, refused: AssessmentsForm | None = None
) -> dict[str, Any]:
    """What `labelling/instruction_detail.html` adds to the shared page, for `actor`.

    The actor is known to be a reader: CRESS staff get actions, committee readers none. `dossier`
    should come with organisation, assignee, framework and signature version. `refused` is the
    form of assessments that was not wholly accepted.
    """
    acts = get_policy("labelling.read_queue").verdict(actor, dossier).permitted
    files = files_by_slot(dossier)
    assessing = acts and verdict(dossier, "assess_principle", actor=actor).allowed
    recorded = {item.principle: item for item in dossier.assessments.all()}
    assessments = (refused or AssessmentsForm(recorded=recorded)) if assessing else None
    if assessments and refused:
        assessments.shown_again(recorded)
    principles = principle_cards(dossier, files, recorded, assessments)
    verdicts = _verdicts(dossier, actor) if acts else {}
    return {
        "state": dossier.state_info,
        "acts": acts,
        "may_reassign": verdict(dossier, "reassign", actor=actor).allowed,
        "clock": clock_of(dossier, timezone.localdate()),
        "actions": [_action(dossier, name, found) for name, found in verdicts.items()],
        "assessments": assessments,
        "unassessed": [card for card in principles if card.assessment is None and assessing],
        "reasons": _reasons(verdicts),
        "unrepresented": acts and not _is_represented(dossier),
        "reserved": _reserved(dossier, actor, verdicts) if acts else "",
        "awaited": AWAITED.get(dossier.state, ""),
        "mentions": mentions_of(dossier, actor.user),
        "principles": principles,
        "assessed_count": sum(card.assessment is not None for card in principles),
        "complements": complements_of(dossier, files),
        "assembly": AssemblyPresentation.objects.filter(dossier=dossier).first(),
        "internal": list(dossier.internal_presentations.all()),
        "recognition": dossier.recognitions.first(),
    }


def _is_represented(dossier: Dossier) -> bool:
    representatives = Membership.objects.representatives()
    return bool(representatives.filter(organisation=dossier.organisation_id).exists())


def files_by_slot(dossier: Dossier) -> dict[str, list[FileLine]]:
    """The files on the dossier, by slot, those of messages left out. One query."""
    found: dict[str, list[FileLine]] = defaultdict(list)
    for attachment in attachments_of(dossier).exclude(slot=MESSAGE_SLOT):
        found[attachment.slot] += file_lines([attachment])
    return found


def principle_cards(
    dossier: Dossier,
    files: Mapping[str, Sequence[FileLine]],
    recorded: Mapping[str, Assessment],
    form: AssessmentsForm | None,
) -> list[PrincipleCard]:
    """The six principles in the charter's order, each with its fields of `form`."""
    texts = dict(Evidence.objects.filter(dossier=dossier).values_list("principle", "text"))
    asked = _asked_about(dossier)
    changed = changed_since_assessed(dossier) if form else set()
    wordings: dict[str, str] = {}
    if dossier.signature is not None:
        wordings = dict(dossier.signature.version.principles.values_list("key", "text"))
    cards = []
    for position, key in enumerate(PrincipleKey, start=1):
        assessment = recorded.get(key)
        tone, icon = FINDINGS[assessment.finding if assessment else ""]
        slot = f"principle:{key}"
        if key == PrincipleKey.PRESENTATION:
            slot = AssemblyPresentation.MINUTES_SLOT
        cards.append(
            PrincipleCard(
                key=key.value,
                position=position,
                label=key.label,
                wording=wordings.get(key, ""),
                text=texts.get(key, ""),
                files=files.get(slot, []),
                assessment=assessment,
                complement=asked.get(key, ""),
                changed=key.value in changed,
                tone=tone,
                icon=icon,
                finding=form[f"finding_{key}"] if form else None,
                reasons=form[f"reasons_{key}"] if form else None,
                open=form is not None
                and (assessment is None or key.value in changed or form.refuses(key)),
            )
        )
    return cards


def complements_of(
    dossier: Dossier, files: Mapping[str, Sequence[FileLine]]
) -> list[RequestedComplement]:
    """What was asked, the last round first. One query."""
    return [
        RequestedComplement(
            item, item.get_principle_display() if item.principle else "", files.get(item.slot, [])
        )
        for item in dossier.complements.order_by("-round", "pk")
    ]


def _verdicts(dossier: Dossier, actor: Actor) -> dict[str, Verdict]:
    names = STEPS.get(S(dossier.state), ())
    return {name: verdict(dossier, name, actor=actor) for name in names}


def _action(dossier: Dossier, name: str, found: Verdict) -> Action:
    url = reverse(PAGES[name], args=[dossier.pk]) if name in PAGES else ""
    label = machine_of(Dossier).transitions[name].law.label
    return Action(name, label, url, found.allowed)


def _reasons(verdicts: Mapping[str, Verdict]) -> list[Unmet]:
    """Why not yet, apart from the principles to assess, which have a sentence of their own."""
    return [
        unmet for found in verdicts.values() for unmet in found.unmet if unmet.code != UNASSESSED
    ]


def _reserved(dossier: Dossier, actor: Actor, verdicts: Mapping[str, Verdict]) -> str:
    """Why the actions of this state are someone else's, or nothing."""
    denied = [found.reason for found in verdicts.values() if not found.permitted]
    if not denied:
        return ""
    in_charge = dossier.assignee
    if in_charge is None or in_charge == actor.user:
        return denied[0]
    return f"{in_charge.get_full_name()} instruit ce dossier. Ces actions lui reviennent."


def _asked_about(dossier: Dossier) -> dict[str, str]:
    """What was asked of each principle in the last round: « pending » or « answered »."""
    rounds = list(dossier.complements.values_list("round", "principle", "answered_at"))
    last = max((number for number, _, _ in rounds), default=0)
    asked: dict[str, str] = {}
    for number, principle, answered_at in rounds:
        if number == last and asked.get(principle) != "pending":
            asked[principle] = "answered" if answered_at else "pending"
    return asked
