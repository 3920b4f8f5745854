"""The conditions of a vote and of its decision."""

from collections.abc import Iterator
from datetime import timedelta

from committee.rulebook import CommitteeRules
from committee.sessions.inputs import ProposalPut
from committee.sessions.models import AgendaItem
from committee.voting.ballot_count import decisive_outcome
from committee.voting.conflicts import awaited
from committee.voting.enums import RoundResult
from committee.voting.headcount import WHEN_TOO_FEW, headcount
from workflows.presentation.french import count, format_time
from workflows.rules import Context
from workflows.verdicts import Unmet

# From one reminder of the voters to the next.
REMINDER_PAUSE = timedelta(minutes=2)


@CommitteeRules.enough_eligible.checks("assez de membres peuvent voter sur ce point")
def enough_eligible(context: Context) -> Iterator[Unmet]:
    room = context.once(headcount)
    if room.too_few:
        yield Unmet(
            "too_few_eligible",
            room.in_words,
            hint=WHEN_TOO_FEW,
        )


@CommitteeRules.quorum_reached.checks("le quorum est atteint sur ce point")
def quorum_reached(context: Context) -> Iterator[Unmet]:
    proof = context.once(headcount).quorum
    if not proof.reached:
        yield Unmet(
            "quorum_missed",
            f"Le quorum n’est pas atteint\u00a0: {proof.counted} sur {proof.required} requis, "
            f"pour {count(proof.eligible, 'membre', 'membres')} pouvant voter.",
            hint="Enregistrez les présences, ou reportez ce point.",
        )


@CommitteeRules.vote_under_way.checks("un vote est en cours")
def vote_under_way(context: Context) -> Iterator[Unmet]:
    if not context.case.rounds.under_way().exists():
        yield Unmet("no_vote", "Aucun vote n’est en cours sur ce point.")


@CommitteeRules.ballot_awaited.checks("le bulletin d’une autre personne est attendu")
def ballot_awaited(context: Context) -> Iterator[Unmet]:
    others = awaited(context.case)
    if context.actor.user is not None:
        others = others.exclude(user=context.actor.user)
    if not others.exists():
        yield Unmet("nobody_awaited", "Aucun autre bulletin n’est attendu.")


@CommitteeRules.reminder_due.checks("le dernier rappel n’est pas tout récent")
def reminder_due(context: Context) -> Iterator[Unmet]:
    last = context.case.reminded_at
    if last is not None and context.at < last + REMINDER_PAUSE:
        yield Unmet(
            "just_reminded",
            f"Un rappel est parti à {format_time(last)}\u00a0: laissez deux minutes aux votants.",
        )


@CommitteeRules.proposal_known.checks("la proposition est de celles de l’affaire", needs_data=True)
def proposal_known(context: Context) -> Iterator[Unmet]:
    """Opening an item without naming a proposal puts the first one to the vote."""
    proposal = context.given(ProposalPut).proposal
    if proposal and not _is_declared(proposal, context.case):
        yield _unknown_proposal()


@CommitteeRules.proposal_open_to_vote.checks("la proposition reste à voter", needs_data=True)
def proposal_open_to_vote(context: Context) -> Iterator[Unmet]:
    """A proposal is voted once: asking again until the answer pleases is no vote."""
    item: AgendaItem = context.case
    proposal = context.given(ProposalPut).proposal
    if not _is_declared(proposal, item):
        yield _unknown_proposal()
        return
    last = item.rounds.order_by("-number").first()
    if last is not None and last.is_open and last.proposal == proposal:
        yield Unmet("already_voting", "Cette proposition est déjà mise aux voix.", field="proposal")
    if last is not None and last.result == RoundResult.ADOPTED:
        yield Unmet("already_adopted", "Une proposition est adoptée\u00a0: proclamez le résultat.")
    if item.rounds.counted().filter(proposal=proposal).exists():
        yield Unmet(
            "already_voted", "Le comité a déjà voté sur cette proposition.", field="proposal"
        )


def _is_declared(proposal: str | None, item: AgendaItem) -> bool:
    return any(declared.key == proposal for declared in item.case.subject.on_offer)


def _unknown_proposal() -> Unmet:
    return Unmet("unknown_proposal", "Choisissez une proposition.", field="proposal")


@CommitteeRules.outcome_reached.checks("le vote clos mène à une décision")
def outcome_reached(context: Context) -> Iterator[Unmet]:
    if decisive_outcome(context.case) is None:
        yield Unmet(
            "no_outcome",
            "Aucun vote clos ne mène à une décision.",
            hint="Clôturez le vote, mettez une autre proposition aux voix, ou reportez ce point.",
        )


@CommitteeRules.decision_reasoned.checks(
    "la décision est motivée, quand elle doit l’être",
    needs_data=True,
)
def decision_reasoned(context: Context) -> Iterator[Unmet]:
    outcome = decisive_outcome(context.case)
    if outcome is not None and outcome.reasoned and not context.reason:
        yield Unmet(
            "no_reasons", "Écrivez les motifs\u00a0: la structure les reçoit.", field="reason"
        )
