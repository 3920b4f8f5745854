"""Votes and what they decide: recusals, rounds, ballots, decisions."""

from django.db import models
from django.db.models import F, Q

from committee.bodies.models import Mandate
from committee.bodies.voting_rules import Choice
from committee.sessions.models.agenda import AgendaItem
from committee.voting import tally
from committee.voting.enums import CASTABLE, RoundResult
from committee.voting.proposals import outcome_of, proposals_on
from committee.voting.querysets import COUNTED, RoundQuerySet
from workflows.deliberation import LONGEST_KEY, Proposal
from workflows.history import Audited
from workflows.models import Case


class Recusal(Audited):
    """A member takes no part in one item: neither debate nor vote.

    Conflicts that facts establish need no recusal to bind (see `conflicts`); this records what a
    member declares, or what the chair or the CRESS declares for them.
    """

    ERASABLE = ("grounds",)

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recusals")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="recusals")
    # Not `reason`: the history has a column of that name, for the words given with an action.
    grounds = models.CharField("motif", max_length=300)
    declared_at = models.DateTimeField("déclaré le")

    class Meta:
        verbose_name = "déport"
        constraints = [
            models.UniqueConstraint(fields=["item", "mandate"], name="one_recusal"),
            models.CheckConstraint(condition=~Q(grounds=""), name="recusal_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate}, {self.grounds}"


class VotingRound(Audited):
    """One proposal put to the vote on an item.

    `proposal` is the key of one that the case declares; the ballots answer it by yes or no. Once
    counted, `proof` is the sealed proof of `tally.outcome` and `colleges` the ballots of each
    college: `[{"label", "eligible", "present", "voting", "ballots": {choice: count}}]`, `ballots`
    null where they would name a vote.
    """

    ERASABLE = ("question",)
    KEPT = ("proposal",)

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField("tour")
    proposal = models.CharField("proposition", max_length=LONGEST_KEY)
    question = models.CharField("question posée", max_length=300)
    opened_at = models.DateTimeField("ouvert le")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    result = models.CharField("résultat", max_length=20, choices=RoundResult.choices, blank=True)
    proof = models.JSONField("preuve du calcul", null=True, blank=True)
    colleges = models.JSONField("par collège", default=list, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "tour de vote"
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="one_round_under_way"
            ),
            models.CheckConstraint(condition=~Q(proposal=""), name="round_proposal_named"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="")
                | Q(closed_at__gte=F("opened_at"), result__in=RoundResult.values),
                name="round_closed_with_result",
            ),
            models.CheckConstraint(
                condition=Q(proof__isnull=True, result__in=["", RoundResult.SUPERSEDED])
                | Q(proof__isnull=False) & ~Q(result__in=["", RoundResult.SUPERSEDED]),
                name="round_counted_with_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"Tour {self.number}, {self.question}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_counted(self) -> bool:
        """Whether it was put to the vote to the end; one without a decision may be voted again."""
        return self.result in COUNTED

    @property
    def proposed(self) -> Proposal:
        """What is put to the vote, as the case declares it."""
        return proposals_on(self.item).proposal(self.proposal)

    @property
    def outcome(self) -> Proposal | None:
        """What the item's decision would be after this round, None when it settles nothing."""
        return outcome_of(proposals_on(self.item), self.proposal, self.result)


class Ballot(models.Model):
    """What one member answers in one round; the member may change it until the round closes.

    Not audited, on purpose: what a member answered first was not their vote, and named votes have
    a shorter life than the decision (RGPD). The count that matters is sealed with the round.
    """

    round = models.ForeignKey(VotingRound, on_delete=models.PROTECT, related_name="ballots")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(
        "choix", max_length=10, choices=[(choice.value, choice.label) for choice in CASTABLE]
    )
    cast_at = models.DateTimeField("reçu le")

    class Meta:
        verbose_name = "bulletin"
        constraints = [
            models.UniqueConstraint(fields=["round", "mandate"], name="one_ballot"),
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in CASTABLE]),
                name="ballot_choice_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate}, {Choice(self.choice).label}"


class Decision(models.Model):
    """What the committee decided of a case; append-only.

    `proposal` is the key of what was voted, `outcome` the key of what that decides. Written first,
    it is then the actor of the transition that moves the case (see `carry_out`). `proof` holds the
    rule, the tally, the context and the quorum, as plain JSON values: `recomputes` decides again
    from them alone.
    """

    APPEND_ONLY = True

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="decision")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    proposal = models.CharField("proposition", max_length=LONGEST_KEY)
    outcome = models.CharField("décision", max_length=LONGEST_KEY)
    reasons = models.TextField("motifs", blank=True)
    proof = models.JSONField("preuve du calcul")
    colleges = models.JSONField("par collège")
    decided_at = models.DateTimeField("décidé le")

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposal="") & ~Q(outcome=""), name="decision_outcome_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_proposal.decided}, {self.case.title}"

    @property
    def decided_proposal(self) -> Proposal:
        """What was decided, as the case declares it."""
        return proposals_on(self.item).proposal(self.outcome)

    def recomputes(self) -> bool:
        """Whether the stored proof, decided again, gives the same proof and this outcome."""
        again = tally.recompute(self.proof)
        expected = outcome_of(proposals_on(self.item), self.proposal, again.result.value)
        settled = expected is not None and expected.key == self.outcome
        return settled and again.proof == self.proof
