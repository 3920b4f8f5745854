"""What the page of a review shows: its findings with their files, and what each may do now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from labelling.oversight.reviews.guards.findings import findings_of
from labelling.oversight.reviews.models import ComplianceReview, Finding
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of
from workflows.engine import verdict
from workflows.lifecycles import machine_of
from workflows.presentation.files import FileLine, file_lines
from workflows.verdicts import Unmet

BUTTON = ""
# What is done of a whole review, in the order in which the page offers it: its page, or a button.
ACTS = {
    "take_charge": BUTTON,
    "notify": BUTTON,
    "answer": BUTTON,
    "ask_correction": BUTTON,
    "correct": BUTTON,
    "close": "close",
    "refer": "refer",
    "check_effect": "check_effect",
    "appeal": "appeal",
    "ask_lifting": "ask_lifting",
}
# What is done more rarely, offered beside only when it is possible.
RARELY = {
    "extend_delay": "extend_delay",
    "suspend_urgently": "suspend_urgently",
    "reassign": "reassign",
    "abandon": "abandon",
}
# A button that can never be pressed from here, or not before long, says nothing useful.
OUT_OF_TIME = {
    "in_charge",
    "nothing_to_check",
    "check_to_come",
    "no_sanction",
    "appealed_once",
    "appeal_too_late",
    "not_suspended",
    "suspension_over",
}
# Of one finding: the action, its page, what the link says, then once it was done before.
OF_A_FINDING = (
    ("write_finding", "rewrite_finding", "Modifier", "Modifier"),
    ("file_finding", "refile_finding", "Modifier", "Modifier"),
    ("answer_finding", "answer_finding", "Répondre", "Modifier la réponse"),
    ("plan_correction", "plan_correction", "Prévoir la correction", "Modifier la correction"),
    ("show_correction", "show_correction", "Montrer la correction", "Modifier ce qui est montré"),
    ("conclude", "conclude", "Conclure", "Modifier la conclusion"),
)


# A finding is added, then taken off, by whoever is on its side: the CRESS, or the monitor.
ADDED = {"write_finding": "Écrire un constat", "file_finding": "Déposer un constat"}
TAKEN_OFF = {"write_finding": "remove_finding", "file_finding": "retract_finding"}


@dataclass(frozen=True, slots=True)
class Act:
    """What may be done now: `url` of its page, empty for a button; `unmet` says why not yet."""

    name: str
    label: str
    url: str
    unmet: Sequence[Unmet] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, its files, and what this reader may do of it: (words, address).

    `removal` is where they take it off, empty for whoever may not.
    """

    finding: Finding
    action: Any
    shown: Sequence[FileLine]
    answered: Sequence[FileLine]
    corrected: Sequence[FileLine]
    links: Sequence[tuple[str, str]]
    removal: str


def acts_on(review: ComplianceReview, actor: Actor, findings: Sequence[Finding]) -> list[Act]:
    """What this person is asked, or may do, on the whole: those not yet possible say why."""
    return _acts(review, actor, ACTS, findings)


def rare_acts_on(review: ComplianceReview, actor: Actor, findings: Sequence[Finding]) -> list[Act]:
    return [act for act in _acts(review, actor, RARELY, findings) if not act.unmet]


def _acts(
    review: ComplianceReview, actor: Actor, names: dict[str, str], findings: Sequence[Finding]
) -> list[Act]:
    machine = machine_of(ComplianceReview)
    found = []
    for name, page in names.items():
        law = machine.transitions[name]
        if review.state not in law.sources:
            continue
        told = verdict(review, name, actor=actor, known={findings_of: findings})
        if told.permitted:
            url = reverse(f"oversight:{page}", args=[review.pk]) if page else ""
            found.append(Act(name, law.law.label, url, told.unmet))
    return [act for act in found if not any(unmet.code in OUT_OF_TIME for unmet in act.unmet)]


def additions_to(review: ComplianceReview, actor: Actor) -> list[tuple[str, str]]:
    """Where this reader adds a finding: (words, address); at most one, of their side."""
    machine = machine_of(ComplianceReview)
    return [
        (words, reverse(f"oversight:{name}", args=[review.pk]))
        for name, words in ADDED.items()
        if review.state in machine.transitions[name].sources
        and verdict(review, name, actor=actor).allowed
    ]


def cards_of(review: ComplianceReview, actor: Actor, findings: Sequence[Finding]) -> list[Card]:
    """One card a finding; one query for all the files."""
    files: dict[str, list[Any]] = defaultdict(list)
    for attachment in attachments_of(review).order_by("pk"):
        files[attachment.slot].append(attachment)
    machine = machine_of(ComplianceReview)
    allowed = [
        (action, page, words, again)
        for action, page, words, again in OF_A_FINDING
        if review.state in machine.transitions[action].sources
        and verdict(review, action, actor=actor).allowed
    ]
    return [
        Card(
            finding=finding,
            action=getattr(finding, "corrective_action", None),
            shown=file_lines(files[finding.evidence_slot]),
            answered=file_lines(files[finding.answer_slot]),
            corrected=file_lines(files[finding.correction_slot]),
            links=[
                (
                    again if _is_done(action, finding) else words,
                    reverse(f"oversight:{page}", args=[review.pk, finding.pk]),
                )
                for action, page, words, again in allowed
                if _concerns(action, review, finding)
            ],
            removal=next(
                (
                    reverse(f"oversight:{TAKEN_OFF[action]}", args=[review.pk, finding.pk])
                    for action, *_ in allowed
                    if action in TAKEN_OFF and _concerns(action, review, finding)
                ),
                "",
            ),
        )
        for finding in findings
    ]


def _is_done(action: str, finding: Finding) -> bool:
    """Whether what it writes was written already, and is written anew."""
    planned = getattr(finding, "corrective_action", None)
    done = {
        "answer_finding": finding.answered_on,
        "plan_correction": planned,
        "show_correction": planned and planned.done_on,
        "conclude": finding.conclusion,
    }
    return bool(done.get(action))


def _concerns(action: str, review: ComplianceReview, finding: Finding) -> bool:
    """Whether that is still to do of this finding."""
    if action in TAKEN_OFF:
        return finding.independent == (action == "file_finding")
    if action == "answer_finding":
        return not review.outcome and (
            review.state == "awaiting_answer" or finding.answered_on is None
        )
    if action == "plan_correction":
        return finding.is_open
    if action == "show_correction":
        return finding.is_open and hasattr(finding, "corrective_action")
    return True
