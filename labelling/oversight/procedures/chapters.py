"""How one complains, is reviewed, sanctioned, appeals: read from the law, so never otherwise.

A chapter says which machine it tells and in which order; every step, every name of who may, every
condition and every delay is that of the law and of the settings, as they are when it is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from labelling.oversight.complaints.enums import ComplaintState
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.procedures.delays import Delay, delays
from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from workflows.lifecycles import Lifecycle, Machine, Transition, machine_of
from workflows.presentation.flow import Diagram, Drawing, Node, draw_flow

R, C = ReviewState, ComplaintState


@dataclass(frozen=True, slots=True)
class Chapter:
    """What is told of one machine: its ordinary `path`, and its `detours` (state: drawn below).

    `lengths` are keys of delays.
    """

    key: str
    title: str
    intro: str
    model: type[Lifecycle]
    path: Sequence[str]
    detours: Mapping[str, str] = field(default_factory=dict)
    lengths: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the law lets somebody do, from some states to another."""

    label: str
    who: str
    sources: tuple[str, ...]
    target: str
    conditions: tuple[str, ...]
    reasoned: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter as it is read today."""

    chapter: Chapter
    drawing: Drawing
    steps: Sequence[Step]
    delays: Sequence[Delay]


CHAPTERS = (
    Chapter(
        key="reclamations",
        title="Comment réclamer",
        intro="Chacun peut réclamer au sujet d’une organisation labellisée, d’un accompagnateur "
        "référencé ou du dispositif lui-même, sans compte et, s’il le veut, sans donner son nom. "
        "Un reçu ouvre le suivi. L’organisation ne lit jamais qui réclame. Ce qui concerne la "
        "CRESS va à la présidence du comité, pas à la CRESS.",
        model=Complaint,
        path=(C.RECEIVED, C.ADMISSIBLE, C.UNDER_REVIEW, C.ANSWERED),
        detours={C.INADMISSIBLE: C.RECEIVED, C.WITHDRAWN: C.ADMISSIBLE},
        lengths=("complaint_admissibility", "complaint_answer", "complaint_kept_months"),
    ),
    Chapter(
        key="controles",
        title="Comment une organisation est contrôlée",
        intro="Un contrôle compare ce que fait une organisation à la charte qu’elle a signée, "
        "engagement par engagement. Elle lit tout ce qui est relevé, répond avant que quoi que "
        "ce soit soit décidé, et peut corriger. Seul le comité sanctionne. Toute sanction peut "
        "être contestée, une fois, devant des personnes qui ne l’ont pas votée.",
        model=ComplianceReview,
        path=(
            R.OPENED,
            R.AWAITING_ANSWER,
            R.UNDER_ASSESSMENT,
            R.REFERRED,
            R.IN_DELIBERATION,
            R.CLOSED,
        ),
        detours={R.CORRECTIVE_ACTION: R.UNDER_ASSESSMENT, R.APPEALED: R.CLOSED},
        lengths=(
            "review_answer",
            "review_correction",
            "suspension_months",
            "appeal_months",
            "logo_removal",
            "session_notice",
        ),
    ),
    Chapter(
        key="tirages",
        title="Comment des contrôles sont tirés au sort",
        intro="Un tiers indépendant de la CRESS tire au sort des reconnaissances à contrôler. La "
        "règle et la graine sont publiques avant le tirage, et chacun peut le refaire.",
        model=Campaign,
        path=(CampaignState.DRAFT, CampaignState.PUBLISHED, CampaignState.DRAWN),
        detours={CampaignState.CANCELLED: CampaignState.PUBLISHED},
        lengths=("sampling_notice",),
    ),
)


def tell(chapter: Chapter) -> Told:
    """What the law says today of what the chapter is about."""
    machine = machine_of(chapter.model)
    return Told(
        chapter=chapter,
        drawing=draw_flow(_diagram(chapter, machine)),
        steps=list(_steps(machine)),
        delays=delays(chapter.lengths),
    )


def _steps(machine: Machine) -> Iterator[Step]:
    """Each move from a state to another, in the order of the law."""
    for move in machine.transitions.values():
        if move.target is None or move.sources == (move.target,):
            continue
        yield Step(
            label=move.law.label,
            who=move.law.policy.who,
            sources=tuple(machine.state(source).label for source in move.sources),
            target=machine.state(move.target).label,
            conditions=tuple(guard.label for guard in move.law.guards),
            reasoned=move.law.reasoned,
        )


def _diagram(chapter: Chapter, machine: Machine) -> Diagram:
    drawn = {*chapter.path, *chapter.detours}
    main = [Node(str(value), machine.state(value).label) for value in chapter.path]
    side = [
        Node(str(value), machine.state(value).label, under=str(under))
        for value, under in chapter.detours.items()
    ]
    edges = [
        (source, str(move.target), None)
        for move in _shortest(machine)
        for source in move.sources
        if {source, move.target} <= drawn and source != move.target
    ]
    return Diagram(main=main, side=side, edges=list(dict.fromkeys(edges)))


def _shortest(machine: Machine) -> Iterator[Transition]:
    """The moves worth an arrow: giving up, possible from anywhere, would hide the others."""
    for move in machine.transitions.values():
        if move.target is not None and move.name not in ("abandon", "withdraw", "cancel"):
            yield move
