"""What the CRESS looked into after a label was granted, and what the committee made of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from config.demo.cast import Cast
from config.demo.data import TEXTS
from config.demo.dates import days_from, moment
from config.demo.people import MONITOR
from directory.organisations.models import Organisation
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.enums import Grade, ReviewOrigin
from labelling.oversight.reviews.inputs import (
    FindingAnswer,
    FindingEntry,
    PlannedCorrection,
    Referral,
)
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review, write_finding
from workflows.actors import Actor
from workflows.background.ticking import TICK
from workflows.engine import perform

WORDS = TEXTS["reviews"]


def label_of(organisation: Organisation) -> Recognition:
    """The recognition last granted to `organisation`."""
    return organisation.recognitions.order_by("-pk")[0]


class Review:
    """A review of the structure `key`, told from the day it is opened."""

    def __init__(self, cast: Cast, key: str, on: date, *, origin: ReviewOrigin) -> None:
        self.cast, self.on = cast, on
        self.words = WORDS[key]
        self.reviewer = Actor.of(cast.instructor)
        self.made: ComplianceReview = open_review(
            label_of(cast.organisations[key]),
            origin=origin,
            account=self.words["account"],
            actor=Actor.of(cast.manager),
            reviewer=cast.instructor,
            at=moment(on, 10),
        )

    @property
    def organisation(self) -> Actor:
        people = self.made.organisation.memberships.filter(role="representative")
        return Actor.of(people.order_by("pk")[0].user)

    def notify(self) -> "Review":
        """Two days later, with what was seen."""
        at = moment(days_from(self.on, 2), 10)
        for finding in self.words["findings"]:
            entry = FindingEntry(finding["commitment"], finding["seen"], Grade(finding["grade"]))
            write_finding(self.made, entry=entry, actor=self.reviewer, at=at)
        perform(self.made, "notify", actor=self.reviewer, at=at + timedelta(hours=1))
        return self

    def file(self) -> "Review":
        """The day after it is opened, by the independent monitor."""
        monitor, at = Actor.of(self.cast.people.account(MONITOR)), moment(days_from(self.on, 1), 10)
        for finding in self.words["filed"]:
            entry = FindingEntry(finding["commitment"], finding["seen"], Grade(finding["grade"]))
            write_finding(self.made, entry=entry, actor=monitor, action="file_finding", at=at)
        return self

    def answer(self) -> "Review":
        """Ten days after it is notified."""
        at = moment(days_from(self.on, 12), 16)
        told: Sequence[str] = self.words["answers"]
        for finding, answer in zip(self.made.findings.standing(), told, strict=True):
            data = FindingAnswer(finding.pk, answer)
            perform(self.made, "answer_finding", actor=self.organisation, data=data, at=at)
        perform(self.made, "answer", actor=self.organisation, at=at + timedelta(hours=1))
        return self

    def lapse(self) -> "Review":
        """Nobody answers."""
        perform(self.made, "lapse", actor=TICK, at=moment(self._after_notice(1), 1))
        return self

    def ask_correction(self) -> "Review":
        on = days_from(self._after_notice(5), 0)
        for finding in self.made.findings.standing():
            data = PlannedCorrection(
                finding.pk, "", self.words["action"], self.words["owner"], days_from(on, 60)
            )
            at = moment(on, 10)
            perform(self.made, "plan_correction", actor=self.reviewer, data=data, at=at)
        perform(self.made, "ask_correction", actor=self.reviewer, at=moment(on, 11))
        return self

    def refer(self, proposal: str, *, months: int = 3) -> "Review":
        data = Referral(proposal, months, self.words["conditions"])
        at, reason = moment(days_from(self._after_notice(5), 0), 15), self.words["referral"]
        perform(self.made, "refer", actor=self.reviewer, data=data, reason=reason, at=at)
        return self

    def _after_notice(self, days: int) -> date:
        notified: Any = self.made.notice_until
        last_day: date = notified + timedelta(days=days)
        return last_day

    def suspend_urgently(self, on: date) -> "Review":
        boss, reason = Actor.of(self.cast.manager), TEXTS["recognition"]["suspension"]
        perform(self.made, "suspend_urgently", actor=boss, reason=reason, at=moment(on, 9))
        return self
