"""The application of an accompanist, from its draft to its listing in the annuaire."""

import hashlib
import json
from collections.abc import Sequence

from django.db import models

from directory.annuaire.enums import Domain
from directory.charters.enums import CharterKind, CommitmentKey
from directory.organisations.legal_forms import needs_evidence
from directory.recognitions.enums import RecognitionKind
from directory.rulebook import DirectoryRules
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.inputs import SignedCharter
from labelling.instruction.models import Application
from labelling.instruction.states import EDITABLE, shown_as
from labelling.referencing.inputs import (
    Acceptances,
    ContactLog,
    EntryKey,
    MissionEntry,
    Offer,
    PersonEntry,
    Standing,
    Territory,
)
from labelling.rulebook import LabellingRules
from workflows.lifecycles import Addition, law
from workflows.rules import Context
from workflows.verdicts import Stale

STATES = shown_as(
    without=(S.COMMITTED, S.PRESENTED), applicant="l’organisation", validated="Référencé"
)
COMPLETE = (LabellingRules.parts_complete, LabellingRules.referencing_files_clean)
# What each page of one's own writes: one who writes after somebody else is told of it.
OFFER = (
    "presentation",
    "website",
    "accompanies",
    "trains",
    "whole_approach",
    "domains",
    "private_part",
)
TERRITORY = ("departments", "at_a_distance")
STANDING = ("esus_until",)


class Referencing(Application):
    """An accompanist's application to be listed in the annuaire.

    `domains` and `departments` are sorted lists of codes (see `Domain`, `DEPARTMENTS`): JSON, since
    nothing is asked of them before they are published as rows of their own. `private_part` is the
    wish to use the private part of ESS Pratiques, which asks for trained people of those who
    accompany the whole approach. `esus_until` is the last day of the approval of a commercial
    company.
    """

    STATES = STATES
    ADDITIONS = {
        "resubmit": Addition(guards=COMPLETE),
        "validate": Addition(effects=[LabellingRules.grant_listing]),
    }
    ERASABLE = ("presentation",)
    KEPT = ("website",)  # the annuaire publishes it
    flow = "labelling.referencing.flows.ReferencingFlow"
    charter = CharterKind.ACCOMPANISTS
    criteria = CommitmentKey
    criterion_noun = "groupe"
    series = "REF"
    pages = "referencing"
    grants = RecognitionKind.ACCOMPANIST
    mine = "Mes référencements"
    filed = "Référencements"

    presentation = models.TextField("présentation", blank=True)
    website = models.URLField("site", blank=True)
    accompanies = models.BooleanField("accompagnement", default=False)
    trains = models.BooleanField("formation", default=False)
    whole_approach = models.BooleanField("démarche dans son ensemble", default=False)
    domains = models.JSONField("domaines", default=list, blank=True)
    private_part = models.BooleanField("partie privée d’ESS Pratiques", default=False)
    departments = models.JSONField("départements", default=list, blank=True)
    at_a_distance = models.BooleanField("à distance", default=False)
    esus_until = models.DateField("agrément ESUS jusqu’au", null=True, blank=True)

    class Meta(Application.Meta):
        verbose_name = "dossier de référencement"
        verbose_name_plural = "dossiers de référencement"
        constraints = [
            *Application.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in STATES]),
                name="referencing_state_known",
            ),
        ]

    @property
    def domain_labels(self) -> Sequence[str]:
        """The domains in French, in their order."""
        return [str(domain.label) for domain in Domain if domain.value in self.domains]

    @property
    def asks_for_training(self) -> bool:
        """Whether somebody must have followed the half-day training (charter, third group)."""
        return self.whole_approach and self.private_part

    @property
    def rests_on_approval(self) -> bool:
        """Whether its organisation is of the ESS by its ESUS approval, and by nothing else."""
        organisation = self.organisation
        declared = organisation.declared_cooperative
        return bool(needs_evidence(organisation.legal_form) and not declared and organisation.esus)

    def digest_of(self, fields: Sequence[str]) -> str:
        """The SHA-256 of what `fields` hold: tells whether someone wrote since they were read."""
        held = json.dumps([getattr(self, name) for name in fields], default=str)
        return hashlib.sha256(held.encode()).hexdigest()

    @law(
        source=S.DRAFT,
        target=S.SUBMITTED,
        label="Déposer le dossier",
        done="Charte signée et dossier déposé",
        policy=LabellingRules.representative,
        takes=SignedCharter,
        guards=[
            LabellingRules.organisation_eligible,
            *COMPLETE,
            LabellingRules.charter_in_force,
            LabellingRules.no_other_open,
            DirectoryRules.representative_verified,
        ],
    )
    def submit(self, context: Context) -> None:
        """The signature and the filing are one act."""
        self.signature = context.given(SignedCharter).signature
        self._file(context)

    @law(
        source=EDITABLE,
        target=None,
        label="Dire jusqu’à quand court l’agrément",
        done="Échéance de l’agrément écrite",
        policy=LabellingRules.structure,
        takes=Standing,
        guards=[LabellingRules.approval_running],
        silent=True,
    )
    def state_standing(self, context: Context) -> None:
        self._write(context, STANDING, context.given(Standing))

    @law(
        source=EDITABLE,
        target=None,
        label="Décrire l’offre",
        done="Offre décrite",
        policy=LabellingRules.structure,
        takes=Offer,
        guards=[LabellingRules.domains_known],
        silent=True,
    )
    def describe_offer(self, context: Context) -> None:
        self._write(context, OFFER, context.given(Offer))
        self.domains = [value for value in Domain.values if value in self.domains]

    @law(
        source=EDITABLE,
        target=None,
        label="Dire où l’organisation intervient",
        done="Territoire écrit",
        policy=LabellingRules.structure,
        takes=Territory,
        guards=[LabellingRules.departments_of_france],
        silent=True,
    )
    def state_territory(self, context: Context) -> None:
        self._write(context, TERRITORY, context.given(Territory))
        self.departments = sorted(set(self.departments))

    @law(
        source=EDITABLE,
        target=None,
        label="Ajouter une personne formée",
        done="Personne formée écrite",
        policy=LabellingRules.structure,
        takes=PersonEntry,
        guards=[LabellingRules.training_past],
        effects=[LabellingRules.write_person],
        silent=True,
    )
    def write_person(self, context: Context) -> None:
        """Writes somebody who followed the half-day training."""

    @law(
        source=EDITABLE,
        target=None,
        label="Retirer une personne formée",
        done="Personne formée retirée",
        policy=LabellingRules.structure,
        takes=EntryKey,
        effects=[LabellingRules.remove_person],
        silent=True,
    )
    def remove_person(self, context: Context) -> None:
        """Takes somebody off; the history keeps who was there."""

    @law(
        source=EDITABLE,
        target=None,
        label="Ajouter une référence",
        done="Référence écrite",
        policy=LabellingRules.structure,
        takes=MissionEntry,
        guards=[LabellingRules.mission_dated, LabellingRules.mission_named_once],
        effects=[LabellingRules.write_mission],
        silent=True,
    )
    def write_mission(self, context: Context) -> None:
        """Writes a mission, and who may be asked about it."""

    @law(
        source=EDITABLE,
        target=None,
        label="Retirer une référence",
        done="Référence retirée",
        policy=LabellingRules.structure,
        takes=EntryKey,
        effects=[LabellingRules.remove_mission],
        silent=True,
    )
    def remove_mission(self, context: Context) -> None:
        """Takes a mission off, and its contact out of the database."""

    @law(
        source=EDITABLE,
        target=None,
        label="Accepter les engagements",
        done="Engagements acceptés",
        policy=LabellingRules.structure,
        takes=Acceptances,
        guards=[LabellingRules.wording_in_force],
        effects=[LabellingRules.write_acceptances],
        silent=True,
    )
    def accept_commitments(self, context: Context) -> None:
        """Writes which commitments of the charter are accepted, group by group."""

    @law(
        source=S.UNDER_INSTRUCTION,
        target=None,
        label="Noter un contact",
        done="Contact pris auprès d’une référence",
        policy=LabellingRules.instructor_in_charge,
        takes=ContactLog,
        guards=[LabellingRules.contact_past],
        effects=[LabellingRules.log_contact],
        silent=True,
    )
    def log_contact(self, context: Context) -> None:
        """Writes what a client said of a mission, for the committee to read."""

    def _write(self, context: Context, fields: Sequence[str], given: object) -> None:
        if context.seen and context.seen != self.digest_of(fields):
            raise Stale("Cette partie a changé depuis que vous l’avez ouverte.")
        for name in fields:
            setattr(self, name, getattr(given, name))
