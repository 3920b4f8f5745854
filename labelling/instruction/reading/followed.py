"""What the people of an organisation follow of their application, whatever its kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from directory.people.models import User
from labelling.instruction.allowed import allows, unmet_for
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from labelling.instruction.reading.signatories import only_they
from workflows.actors import Actor
from workflows.lifecycles import Law, machine_of
from workflows.pages.remarks import Remark
from workflows.verdicts import Unmet, Verdict

# What an organisation cannot meet by itself: the CRESS has to know who speaks for it.
REPRESENTATION = ("representative_unverified", "nobody_verified", "nobody_represents")


class FollowedApplication:
    """What is read of `dossier`, `move`, `verdict`, `signatories` and `remarks`: no query.

    `verdict` is about the next move of its organisation (`move`, empty while it waits), and its
    `unmet` is told to everyone, permitted or not.
    """

    dossier: Any
    move: str
    verdict: Verdict
    signatories: Sequence[User]
    remarks: Sequence[Remark]

    @property
    def missing(self) -> Sequence[Unmet]:
        """What stands before the next move."""
        return self.verdict.unmet

    @property
    def is_over(self) -> bool:
        """Whether nobody can do anything more: final, or refused and too late to appeal."""
        too_late = any(item.code not in REPRESENTATION for item in self.verdict.unmet)
        return self.dossier.state_info.final or (self.move == "appeal" and too_late)

    @property
    def representation(self) -> Unmet | None:
        """What the CRESS has yet to know of who speaks for it, in the next move."""
        return next((item for item in self.verdict.unmet if item.code in REPRESENTATION), None)

    @property
    def unrepresented(self) -> bool:
        """Whether nobody represents the organisation any more."""
        return not self.signatories

    @property
    def who_may(self) -> str:
        """Who makes the next move, by name; empty for those who may."""
        if self.verdict.permitted or not self.move:
            return ""
        return only_they(self.verdict.reason, self.signatories)

    @property
    def says_who_acts(self) -> bool:
        """Whether the page says who is waited for: what comes next says it where it is yours."""
        return not self.move or bool(self.remarks) or self.is_over

    @property
    def move_label(self) -> str:
        """« Déposer le dossier »; empty while the organisation waits."""
        return law_of(self.dossier, self.move).label if self.move else ""

    @property
    def answerable(self) -> bool:
        """Whether requests may still be answered."""
        return allows(self.dossier, "answer_complement")

    @property
    def granted(self) -> bool:
        """Whether the committee granted what was asked for."""
        return bool(self.dossier.state == S.VALIDATED)


def verdict_on(
    application: Application, name: str, actor: Actor, known: Mapping[Any, Any] | None = None
) -> Verdict:
    """As the engine's verdict, but who may not act still reads what is missing."""
    found = law_of(application, name).policy.verdict(actor, application, name)
    return Verdict(
        permitted=found.permitted,
        reason=found.reason,
        unmet=tuple(unmet_for(application, name, actor, dict(known or {}))),
    )


def law_of(application: Application, name: str) -> Law:
    """What the law of its kind says of the move `name`."""
    return machine_of(type(application)).transitions[name].law


def committee_day_in(remarks: Sequence[Remark]) -> date | None:
    """When the session that has it takes place; None once that day is past."""
    today = timezone.localdate()
    return next((item.day for item in remarks if item.day and item.day >= today), None)
