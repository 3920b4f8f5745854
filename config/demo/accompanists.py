"""The accompanists of the demo: how each asked to be listed, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from config.demo.cast import Cast
from config.demo.data import ACCOMPANISTS, TEXTS, Accompanist, pick
from config.demo.dates import days_from, moment
from config.demo.files import pdf
from directory.charters.enums import CommitmentKey
from directory.charters.models import CharterVersion
from directory.delays.calendar import add_months
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.instruction.enums import Finding
from labelling.instruction.operations import assess_criterion, request_complements
from labelling.referencing.inputs import (
    Contact,
    ContactLog,
    MissionEntry,
    Offer,
    PersonEntry,
    Territory,
)
from labelling.referencing.operations import (
    accept_commitments,
    describe_offer,
    log_contact,
    open_referencing,
    state_standing,
    state_territory,
    submit,
    write_mission,
    write_person,
)
from labelling.referencing.reading.commitments import groups_of
from labelling.referencing.reading.contents import APPROVAL_SLOT, CONTRACT_SLOT, TAX_SLOT
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform

# Days from the filing, which is day 0.
OPENED, WRITING, CHARGED, CALLED, ASSESSED, ADMISSIBLE = -30, -25, 3, 4, 7, 9


@dataclass(frozen=True, slots=True)
class Team:
    """Who acts on a referencing, under which charter."""

    accompanist: Accompanist
    organisation: Organisation
    representative: User
    instructor: User
    charter: CharterVersion


class Request:
    """A referencing that is filed, or would be, on `filed_on`; `variant` chooses its missions."""

    def __init__(self, team: Team, filed_on: date, variant: int) -> None:
        self.team, self.filed_on, self.variant = team, filed_on, variant
        self.dossier = open_referencing(
            organisation=team.organisation, actor=self.organisation, at=self.at(OPENED)
        )

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return moment(days_from(self.filed_on, days), hour, minute)

    @property
    def organisation(self) -> Actor:
        return Actor.of(self.team.representative)

    @property
    def cress(self) -> Actor:
        return Actor.of(self.team.instructor)

    def describe(self) -> "Request":
        """What it does, and where."""
        told = self.team.accompanist
        offer = Offer(
            presentation=told.presentation,
            website=f"https://{told.key}.example",
            accompanies=told.accompanies,
            trains=told.trains,
            whole_approach=told.whole_approach,
            domains=told.domains,
            private_part=told.private_part,
        )
        describe_offer(self.dossier, offer=offer, actor=self.organisation, at=self.at(WRITING))
        territory = Territory(told.departments, at_a_distance=told.at_a_distance)
        at = self.at(WRITING, 10, 20)
        state_territory(self.dossier, territory=territory, actor=self.organisation, at=at)
        if told.esus:
            until = add_months(self.filed_on, 20 + self.variant)
            at = self.at(WRITING, 10, 30)
            state_standing(self.dossier, esus_until=until, actor=self.organisation, at=at)
            self._attach(APPROVAL_SLOT, "Arrêté ESUS", at)
        return self

    def refer(self, missions: int = 2) -> "Request":
        """Its missions, and whoever followed the training on the private part."""
        for rank in range(missions):
            told = pick(TEXTS["missions"], self.variant + rank)
            entry = MissionEntry(
                client=None,
                client_name=told["client"],
                year=self.filed_on.year - 2 - rank,
                ended_on=None,
                theme=told["theme"],
                description=told["description"],
                with_ess=rank == 0,
                on_improvement=rank == missions - 1,
                publishable=rank == 0 or self.variant % 2 == 0,
                contact=Contact(told["contact"], phone=told["phone"]),
            )
            at = self.at(WRITING + 5, 14, 10 * rank)
            write_mission(self.dossier, entry=entry, actor=self.organisation, at=at)
        if self.dossier.asks_for_training:
            trained_on = days_from(self.filed_on, -60)
            entry_ = PersonEntry(self.team.accompanist.representative, trained_on)
            at = self.at(WRITING + 6, 16)
            write_person(self.dossier, entry=entry_, actor=self.organisation, at=at)
            self._attach(self.dossier.people.get().slot, "Attestation de formation", at)
        return self

    def engage(self) -> "Request":
        """Every commitment accepted, and the pieces."""
        version = self.team.charter
        accepted = {
            group.key.value: [commitment.rank for commitment in group.commitments]
            for group in groups_of(version, {})
        }
        accept_commitments(
            self.dossier,
            version=version,
            accepted=accepted,
            actor=self.organisation,
            at=self.at(-3),
        )
        self._attach(TAX_SLOT, "Attestation fiscale", self.at(-3, 10, 20))
        self._attach(CONTRACT_SLOT, "Convention type", self.at(-3, 10, 25))
        return self

    def file(self) -> "Request":
        """The charter is signed, and the application filed."""
        submit(
            self.dossier,
            version=self.team.charter,
            user=self.team.representative,
            name=self.team.representative.get_full_name(),
            function=self.team.accompanist.function.capitalize(),
            at=self.at(0, 17),
        )
        return self

    def until_filed(self) -> "Request":
        return self.describe().refer().engage().file()

    def take_charge(self) -> "Request":
        """Somebody instructs it, and calls the clients."""
        perform(self.dossier, "take_charge", actor=self.cress, at=self.at(CHARGED))
        for mission in self.dossier.missions.all()[:1]:
            called_on = days_from(self.filed_on, CALLED)
            said = pick(TEXTS["calls"], self.variant)
            log = ContactLog(mission.pk, "phone", called_on, said)
            log_contact(self.dossier, log=log, actor=self.cress, at=moment(called_on, 15))
        return self

    def ask(self, text: str, *, on: date) -> None:
        request_complements(
            self.dossier,
            items=[(CommitmentKey.EXPERIENCE, text)],
            due_on=add_months(on, 1),
            actor=self.cress,
            at=moment(on, 15),
        )

    def until_admissible(self) -> "Request":
        self.until_filed().take_charge()
        for rank, key in enumerate(CommitmentKey):
            assess_criterion(
                self.dossier,
                criterion=key,
                finding=Finding.ESTABLISHED,
                reasons=TEXTS["accompanists"][key],
                actor=self.cress,
                at=self.at(ASSESSED, 14, 7 * rank),
            )
        perform(self.dossier, "declare_admissible", actor=self.cress, at=self.at(ADMISSIBLE, 17))
        return self

    def lapse(self) -> None:
        """Nobody answered what the committee asked: time closes it."""
        tick, day = Actor.system("tick"), timedelta(days=1)
        reminded_on = cast(date, self.dossier.complements_due_on) + day
        perform(self.dossier, "remind_late", actor=tick, at=moment(reminded_on, 0, 1))
        closed_on = cast(date, self.dossier.lapses_on) + day
        perform(self.dossier, "close_inactive", actor=tick, at=moment(closed_on, 0, 1))

    def _attach(self, slot: str, title: str, at: datetime) -> None:
        name = self.team.accompanist.name
        upload = pdf(f"{title}.pdf", title, [name, f"Pièce de {name}."])
        attach(self.dossier, slot=slot, upload=upload, by=self.team.representative, at=at)


def request(stage: Cast, key: str, filed_on: date) -> Request:
    """A referencing of the accompanist `key`, filed on that day."""
    accompanist = ACCOMPANISTS[key]
    team = Team(
        accompanist=accompanist,
        organisation=stage.organisation(key, days_from(filed_on, OPENED - 3)),
        representative=stage.people.named(accompanist.representative),
        instructor=stage.instructor,
        charter=stage.accompanists_charter,
    )
    return Request(team, filed_on, list(ACCOMPANISTS).index(key))


def admissible(stage: Cast, session_day: date, keys: Sequence[str]) -> dict[str, Request]:
    """Those that a session is to decide."""
    return {
        key: request(stage, key, days_from(session_day, -50 + 2 * rank)).until_admissible()
        for rank, key in enumerate(keys)
    }


def tell_requests(stage: Cast) -> None:
    """The days around today: one in each state before the committee's."""
    today = stage.today
    request(stage, "rivage", days_from(today, -40)).until_admissible()
    estuaire = request(stage, "estuaire", days_from(today, -30)).until_filed()
    perform(
        estuaire.dossier,
        "withdraw",
        actor=estuaire.organisation,
        at=moment(days_from(today, -22), 17),
    )
    request(stage, "sillage", days_from(today, -13)).until_filed().take_charge()
    agora = request(stage, "agora", days_from(today, -12)).until_filed().take_charge()
    agora.ask("Dater vos deux missions, et dire qui les a menées.", on=days_from(today, -5))
    request(stage, "relais", days_from(today, -4)).until_filed()
    request(stage, "etabli", days_from(today, 12)).describe().refer(missions=1)
