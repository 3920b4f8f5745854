"""The stage of the demo: the people, the charter, the frameworks, the structures."""

from collections import Counter
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from config.demo.data import ORGANISATIONS, STRUCTURES, TEXTS, Accompanist, Structure
from config.demo.dates import days_from, moment, months_ago
from config.demo.files import pdf
from config.demo.journeys import OPENED, Journey, Team
from config.demo.people import (
    ACCOUNTS,
    INSTRUCTOR,
    MANAGER,
    SECOND_INSTRUCTOR,
    People,
)
from config.demo.sessions import Committee
from directory.charters.demo_charter import OF_ACCOMPANISTS, OF_STRUCTURES, DemoCharter
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from directory.charters.operations import load_version, put_in_force
from directory.joining.operations.declarations import declare_organisation
from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole, Verification
from directory.memberships.models import Membership
from directory.organisations.identifiers import parse_identifier
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.operations import verify_representative
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Framework
from labelling.frameworks.operations import propose_framework
from workflows.actors import Actor

BEGINNING = 48  # months ago
# What some members represent: on those dossiers, they take no part.
REPRESENTED = {"Lou Garnier": "halle", "Inès Marchand": "rivessol"}


class Cast:
    """Everyone and everything on stage on the day `today`."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.beginning = months_ago(today, BEGINNING)
        self.people = People(moment(self.beginning, 9))
        for account in ACCOUNTS:
            self.people.account(account)
        self.instructor = self.people.account(INSTRUCTOR)
        self.second_instructor = self.people.account(SECOND_INSTRUCTOR)
        self.manager = self.people.account(MANAGER)
        self.charter = self._charter(OF_STRUCTURES, CharterKind.STRUCTURES)
        self.accompanists_charter = self._charter(OF_ACCOMPANISTS, CharterKind.ACCOMPANISTS)
        self.frameworks: dict[str, Framework] = {}
        self.organisations: dict[str, Organisation] = {}
        self.opened: Counter[str] = Counter()
        self.committee = self._committee()

    def _charter(self, ours: DemoCharter, kind: CharterKind) -> CharterVersion:
        """The one in force, or ours when none is: an official one loaded before is kept."""
        known: CharterVersion | None = CharterVersion.objects.in_force(kind)
        if known is not None:
            return known
        actor, at = Actor.system("demo"), moment(self.beginning, 9)
        version, _ = load_version(
            kind=kind,
            title=ours.title,
            text=ours.text,
            principles=[(str(key), words) for key, words in ours.parts],
            actor=actor,
            at=at,
        )
        return put_in_force(version, actor=actor, at=at + timedelta(hours=5))

    def propose(self, key: str, on: date) -> Framework:
        """The framework `key`, proposed to the committee on that day."""
        words = TEXTS["frameworks"][key]
        account = FrameworkAccount(
            **{name: words[name] for name in ("name", "network", "website", "description")},
            coverage=words["coverage"],
        )
        made = propose_framework(account, actor=Actor.of(self.manager), at=moment(on, 15))
        self.frameworks[key] = made
        return made

    def _committee(self) -> Committee:
        committee = Committee(self.people, self.manager, self.beginning)
        committee.seat(
            {name: self.organisation(key, self.beginning) for name, key in REPRESENTED.items()}
        )
        return committee

    def organisation(self, key: str, on: date) -> Organisation:
        """The organisation `key`, declared on that day by its representative if it is not yet.

        The CRESS is convinced by the register the same morning.
        """
        if key not in self.organisations:
            declared = self.declare(key, on)
            verify_representative(
                declared.memberships.get(),
                verification=Verification.REGISTER,
                note="Nom et fonction conformes à l’annuaire des entreprises.",
                actor=Actor.of(self.instructor),
                at=moment(on, 11),
            )
        return self.organisations[key]

    def declare(
        self, key: str, on: date, *, proof: SimpleUploadedFile | None = None
    ) -> Organisation:
        """The organisation `key`, whose representative is left to verify."""
        structure = ORGANISATIONS[key]
        self.organisations[key] = declare_organisation(
            identifier=parse_identifier(structure.identifier),
            function=structure.function.capitalize(),
            user=self.people.named(structure.representative),
            proof=proof,
            eligibility_proof=shown_by(structure),
            at=moment(on, 9),
            name=structure.name,
            legal_form=structure.legal_form,
            esus=structure.esus,
            declared_cooperative=structure.declared_cooperative,
            department=structure.department,
            city=structure.city,
        )
        return self.organisations[key]

    def journey(
        self,
        key: str,
        filed_on: date,
        *,
        instructor: User | None = None,
        framework: Framework | None = None,
    ) -> Journey:
        """A new dossier of the organisation `key`, filed on that day; a renewal has other words."""
        structure = STRUCTURES[key]
        team = Team(
            structure=structure,
            organisation=self.organisation(key, days_from(filed_on, OPENED - 3)),
            representative=self.people.named(structure.representative),
            instructor=instructor or self.instructor,
            charter=self.charter,
            framework=framework,
        )
        variant = list(STRUCTURES).index(key) + 3 * self.opened[key]
        self.opened[key] += 1
        return Journey(team, filed_on, variant)

    def ask_to_join(self, key: str, user: User, *, function: str, on: date) -> Membership:
        """`user` asks to join the organisation `key`, as a contributor."""
        return request_to_join(
            organisation=self.organisations[key],
            user=user,
            role=MembershipRole.CONTRIBUTOR,
            function=function,
            at=moment(on, 18),
        )


def shown_by(structure: Structure | Accompanist) -> SimpleUploadedFile | None:
    """What a company shows of its approval, or of its statutes; None for the other forms."""
    if structure.esus:
        return pdf("agrement-esus.pdf", "Agrément ESUS", [structure.name, "Agrément en cours."])
    if structure.declared_cooperative:
        return pdf("statuts.pdf", "Statuts de la coopérative", [structure.name, "Statuts à jour."])
    return None
