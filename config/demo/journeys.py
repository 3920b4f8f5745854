"""One structure's dossier, step by step, as its people and the CRESS would do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.utils import timezone

from config.demo.data import TEXTS, Structure, evidence_of, pick
from config.demo.dates import days_from, moment
from config.demo.files import pdf, photo
from directory.charters.enums import PrincipleKey
from directory.charters.models import CharterVersion
from directory.delays.calendar import add_months
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionState
from directory.recognitions.validity import renewal_opens
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import TermAccount
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier, sign_charter
from labelling.evidence.enums import InternalBody
from labelling.evidence.models import AssemblyPresentation
from labelling.evidence.operations import (
    Bodies,
    describe_presentation,
    write_commitments,
    write_evidence,
)
from labelling.frameworks.models import Framework
from labelling.instruction.enums import Finding
from labelling.instruction.models import Complement
from labelling.instruction.operations import (
    answer_complement,
    assess_criterion,
    request_complements,
)
from labelling.renewal.opening import is_renewable
from labelling.renewal.operations import open_renewal, report_term
from workflows.actors import Actor
from workflows.correspondence.operations import attach, post_message
from workflows.engine import perform

WRITTEN = tuple(key for key in PrincipleKey if key != PrincipleKey.PRESENTATION)
FILES = {
    PrincipleKey.QUESTIONING: "Diagnostic",
    PrincipleKey.STAKEHOLDERS: "Carte des parties prenantes",
    PrincipleKey.ACTION_PLAN: "Plan d’actions",
    PrincipleKey.ACCESSIBILITY: "Synthèse facile à lire",
}
# Days from the filing, which is day 0.
OPENED, SIGNED, WRITING, ASSEMBLY, PRESENTED, COMMITMENTS = -110, -100, -80, -45, -30, -4
CHARGED, ASSESSED, ADMISSIBLE = 3, 6, 9
WEEKEND = 3  # a day that is not worked is put forward, at most by so much


@dataclass(frozen=True, slots=True)
class Team:
    """Who acts on a dossier, under which charter and, if not ESS Pratiques, which framework."""

    structure: Structure
    organisation: Organisation
    representative: User
    instructor: User
    charter: CharterVersion
    framework: Framework | None = None


class Journey:
    """A dossier that is filed, or would be, on `filed_on`; `variant` chooses its words.

    Every method is one step at its own day around `filed_on`, in the order of the lifecycle.
    """

    def __init__(self, team: Team, filed_on: date, variant: int) -> None:
        self.team = team
        self.filed_on = filed_on
        self.variant = variant
        self.pace = self._pace()
        self.dossier = self._open()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """The moment `days` from the filing; sooner before it where there is less time."""
        paced = round(days * self.pace) if days < 0 else days
        return moment(days_from(self.filed_on, paced), hour, minute)

    def _pace(self) -> float:
        """Of a renewal, what is left of the usual time once the day has come to open it."""
        running = self.team.organisation.recognitions.filter(state=RecognitionState.ACTIVE)
        left = [
            (self.filed_on - renewal_opens(label.term_ends_on, label.kind)).days
            for label in running
            if label.valid_until >= days_from(self.filed_on, OPENED)
        ]
        return min([1.0, *((days - WEEKEND) / -OPENED for days in left)])

    @property
    def structure(self) -> Actor:
        return Actor.of(self.team.representative)

    @property
    def cress(self) -> Actor:
        return Actor.of(self.team.instructor)

    def _open(self) -> Dossier:
        """The dossier that renews its label, where the day has come for it; else another."""
        at, framework = self.at(OPENED, 18), self.team.framework
        approach = Approach.FRAMEWORK if framework else Approach.ESS_PRATIQUES
        running = self.team.organisation.recognitions.filter(state=RecognitionState.ACTIVE)
        for label in running:
            if is_renewable(label, timezone.localdate(at)):
                return open_renewal(
                    label, approach=approach, framework=framework, actor=self.structure, at=at
                )
        return open_dossier(
            organisation=self.team.organisation,
            approach=approach,
            framework=framework,
            actor=self.structure,
            at=at,
        )

    def sign(self) -> None:
        """The legal representative signs the charter."""
        sign_charter(
            self.dossier,
            version=self.team.charter,
            user=self.team.representative,
            name=self.team.representative.get_full_name(),
            function=self.team.structure.function.capitalize(),
            at=self.at(SIGNED, 11),
        )

    def write(
        self, principles: Sequence[PrincipleKey] = WRITTEN, *, by: User | None = None
    ) -> None:
        """A text and a piece for each of `principles`, a few days apart: those that are asked."""
        author = by or self.team.representative
        covered = self.dossier.covered_today
        asked = [principle for principle in principles if principle not in covered]
        for rank, principle in enumerate(asked):
            at = self.at(WRITING + 7 * rank, 14, 5 * rank)
            text = evidence_of(self.team.structure, principle, self.variant)
            write_evidence(
                self.dossier, principle=principle, text=text, actor=Actor.of(author), at=at
            )
            self._attach_piece(principle, text, by=author, at=at + timedelta(minutes=4))

    def _attach_piece(self, principle: PrincipleKey, text: str, *, by: User, at: datetime) -> None:
        if principle == PrincipleKey.PRACTICES:
            upload = photo("Nos pratiques en image.jpg", self.variant)
        else:
            title = FILES[principle]
            upload = pdf(f"{title} {at.year}.pdf", f"{title}, {self.team.structure.name}", [text])
        attach(self.dossier, slot=f"principle:{principle}", upload=upload, by=by, at=at)

    def sketch_action_plan(self, *, by: User) -> None:
        """A few lines of the action plan, and no piece yet."""
        write_evidence(
            self.dossier,
            principle=PrincipleKey.ACTION_PLAN,
            text=TEXTS["evidence"]["action_plan_sketch"],
            actor=Actor.of(by),
            at=self.at(PRESENTED - 6, 15),
        )

    def present(self) -> None:
        """The assembly, its minutes, the internal bodies; then the dossier is « presented »."""
        held_on = days_from(self.filed_on, ASSEMBLY)
        summary = pick(TEXTS["debate"]["summaries"], self.variant)
        members = 40 + 13 * (self.variant % 7)
        describe_presentation(
            self.dossier,
            assembly={
                "held_on": held_on,
                "present_count": members * (5 + self.variant % 4) // 10,
                "member_count": members,
                "debated": True,
                "debate_summary": summary,
            },
            bodies=self._bodies(held_on),
            actor=self.structure,
            at=self.at(PRESENTED, 16),
        )
        minutes = pdf(
            f"Procès-verbal AG {held_on.year}.pdf",
            f"Assemblée générale du {held_on:%d/%m/%Y}",
            [f"{self.team.structure.name}, {self.team.structure.city}.", summary],
        )
        attach(
            self.dossier,
            slot=AssemblyPresentation.MINUTES_SLOT,
            upload=minutes,
            by=self.team.representative,
            at=self.at(PRESENTED, 16, 10),
        )
        perform(
            self.dossier,
            "record_presentation",
            actor=self.structure,
            at=self.at(PRESENTED, 16, 20),
        )

    def _bodies(self, held_on: date) -> Bodies:
        told = {"told_on": days_from(held_on, -8), "not_applicable": ""}
        council = pick(TEXTS["debate"]["not_applicable"], self.variant)
        return {
            InternalBody.BOARD: {"told_on": days_from(held_on, -15), "not_applicable": ""},
            InternalBody.STAFF: told,
            InternalBody.WORKS_COUNCIL: (
                told if self.variant % 3 == 0 else {"told_on": None, "not_applicable": council}
            ),
        }

    def commit(self) -> None:
        """The charter's free text."""
        write_commitments(
            self.dossier,
            commitments=self.team.structure.commitments,
            actor=self.structure,
            at=self.at(COMMITMENTS, 9),
        )

    def report(self) -> None:
        """Of a renewal, the report of the period."""
        if self.dossier.renews_id is not None:
            account = TermAccount(**TEXTS["renewal"])
            report_term(
                self.dossier, account=account, actor=self.structure, at=self.at(COMMITMENTS, 10)
            )

    def file(self) -> None:
        """The dossier is filed, complete."""
        perform(self.dossier, "submit", actor=self.structure, at=self.at(0, 17))

    def take_charge(self) -> None:
        perform(self.dossier, "take_charge", actor=self.cress, at=self.at(CHARGED, 9))

    def assess(self, principles: Sequence[PrincipleKey] = tuple(PrincipleKey)) -> None:
        """The instructor finds each of `principles` established, save those that are covered."""
        asked = [principle for principle in principles if principle not in self.dossier.settled]
        for rank, principle in enumerate(asked):
            assess_criterion(
                self.dossier,
                criterion=principle,
                finding=Finding.ESTABLISHED,
                reasons=pick(TEXTS["assessment"][principle], self.variant + rank),
                actor=self.cress,
                at=self.at(ASSESSED, 14, 7 * rank),
            )

    def admit(self, on: date | None = None) -> None:
        at = moment(on, 11) if on else self.at(ADMISSIBLE, 11)
        perform(self.dossier, "declare_admissible", actor=self.cress, at=at)

    def ask(self, *items: tuple[str, str], on: date) -> None:
        """The instructor asks for complements, within the month."""
        request_complements(
            self.dossier,
            items=items,
            due_on=add_months(on, 1),
            actor=self.cress,
            at=moment(on, 15),
        )

    def answer(self, text: str, *, on: date) -> None:
        """The structure answers every item, and sends the dossier back."""
        for complement in Complement.objects.filter(case=self.dossier, answered_at=None):
            answer_complement(
                self.dossier,
                complement_id=complement.pk,
                answer=text,
                actor=self.structure,
                at=moment(on, 11),
            )
            upload = pdf(f"Complément {on.year}.pdf", "Complément au dossier", [text])
            attach(
                self.dossier,
                slot=complement.slot,
                upload=upload,
                by=self.team.representative,
                at=moment(on, 11, 5),
            )
        perform(self.dossier, "resubmit", actor=self.structure, at=moment(on, 11, 20))

    def withdraw(self, *, on: date) -> None:
        perform(self.dossier, "withdraw", actor=self.structure, at=moment(on, 17))

    def appeal(self, *, grounds: str, on: date) -> None:
        perform(self.dossier, "appeal", actor=self.structure, reason=grounds, at=moment(on, 16))

    def lapse(self) -> None:
        """Nobody answered: time closes the dossier, at the end of the grace."""
        tick, day = Actor.system("tick"), timedelta(days=1)
        reminded_on = cast(date, self.dossier.complements_due_on) + day
        perform(self.dossier, "remind_late", actor=tick, at=moment(reminded_on, 0, 1))
        closed_on = cast(date, self.dossier.lapses_on) + day
        perform(self.dossier, "close_inactive", actor=tick, at=moment(closed_on, 0, 1))

    def say(self, author: User, body: str, *, on: date, hour: int = 9, minute: int = 0) -> None:
        """A message on the dossier."""
        post_message(self.dossier, author=author, body=body, at=moment(on, hour, minute))

    # The stretches of road that most dossiers travel without stopping.

    def until_presented(self) -> "Journey":
        self.sign()
        self.write()
        self.present()
        self.commit()
        self.report()
        return self

    def until_filed(self) -> "Journey":
        self.until_presented()
        self.file()
        return self

    def until_admissible(self) -> "Journey":
        self.until_filed()
        self.take_charge()
        self.assess()
        self.admit()
        return self
