"""A charter changes: consulted on, adopted by the committee, shown by its holders."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from directory.charters.enums import CharterKind
from directory.charters.models import Charter, CharterVersion
from directory.charters.operations import digest_of
from directory.recognitions.enums import RecognitionKind
from directory.rulebook import DirectoryRules
from labelling.revisions.enums import RevisionState
from labelling.revisions.inputs import (
    Alignment,
    ConsultationPlan,
    HolderAnswer,
    PartyAnswer,
    PartyAsked,
    RevisionAccount,
)
from labelling.revisions.models.proposals import PROPOSALS
from labelling.revisions.models.querysets import PUBLIC, RevisionQuerySet
from labelling.rulebook import LabellingRules
from workflows.deliberation import Deliberated
from workflows.lifecycles import State, StateField, law, state_is_known
from workflows.models import Case
from workflows.rules import Context

S = RevisionState
OPEN = (S.DRAFT, S.CONSULTATION, S.SETTLED, S.PROPOSED, S.ADOPTED)
WRITTEN = (S.DRAFT, S.SETTLED)
# What is granted to whoever signs each charter.
GRANTED = {
    CharterKind.STRUCTURES: RecognitionKind.LABEL,
    CharterKind.ACCOMPANISTS: RecognitionKind.ACCOMPANIST,
}


class CharterRevision(Deliberated, Case):
    """A new text of a charter, from its first draft to the day its holders have shown it.

    The text is written in the open: it is consulted on, may be written anew in the light of what
    was answered, then settled before it goes to the committee. It becomes a `CharterVersion` on
    the day it comes into force. `holders_asked` counts those who held a recognition under the
    charter when the consultation opened; all were told.
    """

    STATES = (
        State(S.DRAFT, S.DRAFT.label, "mute", "pencil", awaits="la CRESS"),
        State(S.CONSULTATION, S.CONSULTATION.label, "info", "users", awaits="les signataires"),
        State(S.SETTLED, S.SETTLED.label, "wait", "pencil", awaits="la CRESS"),
        State(S.PROPOSED, S.PROPOSED.label, "wait", "clock", awaits="le comité"),
        State(S.ADOPTED, S.ADOPTED.label, "ok", "check-circle", awaits="le jour prévu"),
        State(S.IN_FORCE, S.IN_FORCE.label, "ok", "check", awaits="les signataires"),
        State(S.COMPLETED, S.COMPLETED.label, "ok", "check", final=True),
        State(S.REJECTED, S.REJECTED.label, "stop", "x-circle", final=True),
        State(S.ABANDONED, S.ABANDONED.label, "mute", "archive", final=True),
    )
    BIRTHS = {"open": S.DRAFT}
    ACTIONS = {"open": "Révision ouverte"}
    ERASABLE: ClassVar[tuple[str, ...]] = ("rationale", "decision_reasons")
    KEPT: ClassVar[tuple[str, ...]] = ("text", "transition_asks")
    flow = "labelling.revisions.flows.RevisionFlow"
    entry = "enter_deliberation"
    feminine = True
    proposals = PROPOSALS
    series = "CHA"

    case_ptr = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="as_revision"
    )
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="revisions")
    replaces = models.ForeignKey(
        CharterVersion, on_delete=models.PROTECT, related_name="revisions", null=True, blank=True
    )
    text = models.TextField("nouveau texte")
    rationale = models.TextField("pourquoi ce texte change")
    state = StateField(choices=S.choices, default=S.DRAFT)
    in_force_on = models.DateField("en vigueur à partir du")
    transition_asks = models.TextField("ce qui est demandé aux signataires", blank=True)
    transition_until = models.DateField("à montrer au plus tard le", null=True, blank=True)
    consulted_on = models.DateField("consultation ouverte le", null=True, blank=True)
    consultation_until = models.DateField("réponses jusqu’au", null=True, blank=True)
    holders_asked = models.PositiveIntegerField("signataires consultés", default=0)
    decision_reasons = models.TextField("motifs de la décision", blank=True)

    objects: ClassVar = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "révision de charte"
        verbose_name_plural = "révisions de charte"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="revision_state_known"),
            models.UniqueConstraint(
                fields=["charter"], condition=Q(state__in=OPEN), name="one_open_revision"
            ),
            models.CheckConstraint(
                condition=Q(transition_until=None, transition_asks="")
                | Q(transition_until__gt=F("in_force_on")) & ~Q(transition_asks=""),
                name="revision_transition_whole",
            ),
            models.CheckConstraint(
                condition=Q(consulted_on=None, consultation_until=None)
                | Q(consultation_until__gt=F("consulted_on")),
                name="revision_consultation_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("revisions:detail", args=[self.pk])

    @property
    def concerned_organisation_id(self) -> None:
        """None: a charter is everybody's."""
        return None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def version(self) -> CharterVersion | None:
        """The version that bears this exact text, once it has come into force. One query."""
        digest = digest_of(self.text)
        found: CharterVersion | None = self.charter.versions.filter(digest=digest).first()
        return found

    @property
    def grants(self) -> RecognitionKind:
        """What whoever signs this charter may hold."""
        return GRANTED[CharterKind(self.charter.kind)]

    @law(
        source=WRITTEN,
        target=None,
        label="Écrire le texte",
        done="Texte de la révision modifié",
        policy=DirectoryRules.cress_manager,
        takes=RevisionAccount,
        guards=[LabellingRules.revision_readable, LabellingRules.revision_dated],
        silent=True,
    )
    def describe(self, context: Context) -> None:
        """Anew, until it is put before the committee."""
        given = context.given(RevisionAccount)
        self.text, self.rationale = given.text, given.rationale
        self.in_force_on = given.in_force_on
        self.transition_asks = given.transition_asks
        self.transition_until = given.transition_until

    @law(
        source=WRITTEN,
        target=S.CONSULTATION,
        label="Ouvrir la consultation",
        done="Consultation ouverte",
        policy=DirectoryRules.cress_manager,
        takes=ConsultationPlan,
        guards=[LabellingRules.consultation_long_enough],
    )
    def open_consultation(self, context: Context) -> None:
        """Those who hold what the charter grants are told; the text no longer changes meanwhile."""
        plan = context.given(ConsultationPlan)
        self.consulted_on, self.consultation_until = context.today, plan.until
        self.holders_asked = plan.holders

    @law(
        source=[S.DRAFT, S.CONSULTATION],
        target=None,
        label="Consulter quelqu’un d’autre",
        done="Avis demandé",
        policy=DirectoryRules.cress_staff,
        takes=PartyAsked,
        guards=[LabellingRules.party_asked_once],
        effects=[LabellingRules.ask_party],
        silent=True,
    )
    def ask_party(self, context: Context) -> None:
        """A network, an expert, a public body: who was asked is kept as evidence."""

    @law(
        source=S.CONSULTATION,
        target=None,
        label="Noter une réponse",
        done="Réponse notée",
        policy=DirectoryRules.cress_staff,
        takes=PartyAnswer,
        effects=[LabellingRules.write_party_answer],
        silent=True,
    )
    def record_answer(self, context: Context) -> None:
        """What somebody asked by name answered, as it was received."""

    @law(
        source=S.CONSULTATION,
        target=None,
        label="Donner votre avis",
        done="Avis donné",
        policy=LabellingRules.charter_holder,
        takes=HolderAnswer,
        guards=[LabellingRules.consultation_open, LabellingRules.answers_for_a_holder],
        effects=[LabellingRules.write_holder_answer],
        silent=True,
    )
    def give_opinion(self, context: Context) -> None:
        """For one's organisation; until the last day, another answer takes its place."""

    @law(
        source=S.CONSULTATION,
        target=S.SETTLED,
        label="Clore la consultation",
        done="Consultation close",
        policy=DirectoryRules.cress_manager,
        guards=[LabellingRules.consultation_over],
        reasoned=True,
    )
    def close_consultation(self, context: Context) -> None:
        """The reason says what was answered, and what it changes: it is published."""

    @law(
        source=S.SETTLED,
        target=S.PROPOSED,
        label="Soumettre au comité",
        done="Révision soumise au comité",
        policy=DirectoryRules.cress_manager,
        guards=[LabellingRules.revision_to_come],
        silent=True,
    )
    def propose(self, context: Context) -> None:
        """From here the text no longer changes."""

    @law(
        source=S.PROPOSED,
        target=None,
        label="Ouvrir la délibération",
        done="Délibération ouverte",
        policy=LabellingRules.open_agenda_item,
        silent=True,
    )
    def enter_deliberation(self, context: Context) -> None:
        """It keeps its state meanwhile."""

    @law(
        source=S.PROPOSED,
        target=S.ADOPTED,
        label="Adopter",
        done="Révision adoptée par le comité",
        policy=LabellingRules.committee_decision,
    )
    def adopt(self, context: Context) -> None:
        """The day planned stays, or is that of the decision if it has passed."""
        self.in_force_on = max(self.in_force_on, context.today)
        self.decision_reasons = context.reason

    @law(
        source=S.PROPOSED,
        target=S.REJECTED,
        label="Rejeter",
        done="Révision rejetée par le comité",
        policy=LabellingRules.committee_decision,
        reasoned=True,
    )
    def reject(self, context: Context) -> None:
        self.decision_reasons = context.reason
        self.closed_at = context.at

    @law(
        source=S.ADOPTED,
        target=S.IN_FORCE,
        label="Mettre en vigueur",
        done="Nouveau texte en vigueur",
        policy=DirectoryRules.time,
        guards=[LabellingRules.revision_day_come],
        effects=[LabellingRules.publish_version],
    )
    def enact(self, context: Context) -> None:
        """Signatures given under the text before remain valid until their recognition ends."""

    @law(
        source=S.IN_FORCE,
        target=None,
        label="Signer le nouveau texte",
        done="Nouveau texte signé",
        policy=LabellingRules.charter_holder,
        takes=Alignment,
        guards=[
            LabellingRules.text_still_in_force,
            LabellingRules.answers_for_a_holder,
            LabellingRules.alignment_worded,
        ],
        effects=[LabellingRules.align_holder],
        silent=True,
    )
    def align(self, context: Context) -> None:
        """A holder who signed a text before signs this one, and says what it shows of it."""

    @law(
        source=S.IN_FORCE,
        target=S.COMPLETED,
        label="Achever la transition",
        done="Transition achevée",
        policy=DirectoryRules.time,
        guards=[LabellingRules.transition_over],
    )
    def complete(self, context: Context) -> None:
        """Who has not shown it is for the CRESS to see; nobody loses anything by themselves."""
        self.closed_at = context.at

    @law(
        source=[S.DRAFT, S.CONSULTATION, S.SETTLED, S.PROPOSED],
        target=S.ABANDONED,
        label="Abandonner cette révision",
        done="Révision abandonnée",
        policy=DirectoryRules.cress_manager,
        reasoned=True,
        silent=True,
    )
    def abandon(self, context: Context) -> None:
        self.closed_at = context.at
