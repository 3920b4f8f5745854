"""The conditions of the committee's transitions."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from committee import counting
from committee.agenda import awaits_committee
from committee.enums import AgendaItemState, RoundResult, SessionState
from committee.models import AgendaItem, Mandate, Session
from committee.outcomes import REASONED
from committee.policies import session_of
from workflows.decisions import DecisionOutcome
from workflows.presentation.french import count, format_date
from workflows.rules import Context, guard
from workflows.verdicts import Unmet


@guard("committee.day_to_come", label="la date de la séance n’est pas passée", needs_data=True)
def day_to_come(context: Context) -> Iterator[Unmet]:
    starts_at = context.data.get("starts_at", context.at)
    if timezone.localdate(starts_at) < context.today:
        yield Unmet("past_day", "Cette date est passée.", field="held_on")


@guard("committee.agenda_ready", label="l’ordre du jour compte au moins un point")
def agenda_ready(context: Context) -> Iterator[Unmet]:
    if not context.case.items.listed().exists():
        yield Unmet(
            "empty_agenda",
            "Inscrire au moins un dossier à l’ordre du jour",
            f"{context.case.get_absolute_url()}#ordre-du-jour",
        )


@guard("committee.chair_sits", label="le mandat de la présidence couvre la date")
def chair_sits(context: Context) -> Iterator[Unmet]:
    session: Session = context.case
    if not Mandate.objects.sitting(session).filter(pk=session.chair_id).exists():
        yield Unmet(
            "chair_not_in_office",
            "Le mandat de la présidence ne couvre pas le jour de la séance.",
            _where_prepared(session),
            hint="Choisissez une autre présidence de séance.",
        )


@guard("committee.notice_given", label="le délai de convocation est tenu, ou abrégé avec un motif")
def notice_given(context: Context) -> Iterator[Unmet]:
    session = session_of(context.case)
    if session.notice_waived_reason or session.called_on(context.today) <= session.notice_limit:
        return
    days = count((session.held_on - session.notice_limit).days, "jour", "jours")
    yield Unmet(
        "notice_too_short",
        f"Il faut convoquer au moins {days} avant la séance, "
        f"au plus tard le {format_date(session.notice_limit)}.",
        _where_prepared(session),
        hint="Changez la date, ou indiquez le motif du délai abrégé.",
    )


def _where_prepared(session: Session) -> str:
    """The page where a planned session is changed; nowhere once the members are called."""
    planned = session.state == SessionState.PLANNED
    return reverse("committee:prepare", args=[session.pk]) if planned else ""


@guard("committee.day_come", label="le jour de la séance est venu")
def day_come(context: Context) -> Iterator[Unmet]:
    if context.today < context.case.held_on:
        yield Unmet("too_early", f"La séance se tient le {format_date(context.case.held_on)}.")


@guard("committee.no_open_item", label="aucun point n’est en cours d’examen")
def no_open_item(context: Context) -> Iterator[Unmet]:
    session = session_of(context.case)
    current = session.items.filter(state=AgendaItemState.OPEN).select_related("case").first()
    if current is not None:
        yield Unmet(
            "item_open",
            f"Terminer l’examen du point ouvert : {current.case.title}",
            current.get_absolute_url(),
        )


@guard("committee.minutes_given", label="le procès-verbal est écrit", needs_data=True)
def minutes_given(context: Context) -> Iterator[Unmet]:
    if not context.data.get("minutes", "").strip():
        yield Unmet("no_minutes", "Écrivez le procès-verbal.", field="minutes")


@guard("committee.session_open", label="la séance est ouverte")
def session_open(context: Context) -> Iterator[Unmet]:
    if context.case.session.state != SessionState.OPEN:
        yield Unmet("session_not_open", "La séance n’est pas ouverte.")


@guard("committee.case_ready", label="le dossier attend le comité")
def case_ready(context: Context) -> Iterator[Unmet]:
    subject = context.case.case.subject
    if not awaits_committee(subject):
        yield Unmet(
            "case_not_ready",
            f"Ce dossier n’attend plus le comité : il est « {subject.state_info.label} ».",
            subject.get_absolute_url(),
            hint="Reportez ce point pour poursuivre la séance.",
        )


@guard("committee.enough_eligible", label="assez de membres peuvent voter sur ce point")
def enough_eligible(context: Context) -> Iterator[Unmet]:
    room = counting.headcount(context.case)
    if room.too_few:
        yield Unmet(
            "too_few_eligible",
            f"Membres pouvant voter sur ce point : {room.eligible}, "
            f"pour un minimum de {room.minimum}.",
            hint="Reportez ce point à une séance où assez de membres peuvent voter.",
        )


@guard("committee.quorum_reached", label="le quorum est atteint sur ce point")
def quorum_reached(context: Context) -> Iterator[Unmet]:
    proof = counting.headcount(context.case).quorum
    if not proof.reached:
        yield Unmet(
            "quorum_missed",
            f"Le quorum n’est pas atteint : {proof.counted} sur {proof.required} requis, "
            f"pour {count(proof.eligible, 'membre', 'membres')} pouvant voter.",
            hint="Enregistrez les présences, ou reportez ce point.",
        )


@guard("committee.vote_under_way", label="un vote est en cours")
def vote_under_way(context: Context) -> Iterator[Unmet]:
    if not context.case.rounds.under_way().exists():
        yield Unmet("no_vote", "Aucun vote n’est en cours sur ce point.")


@guard("committee.proposal_open_to_vote", label="la proposition reste à voter", needs_data=True)
def proposal_open_to_vote(context: Context) -> Iterator[Unmet]:
    """A proposal is voted once: asking again until the answer pleases is no vote."""
    item: AgendaItem = context.case
    proposal = context.data.get("proposal")
    if proposal not in DecisionOutcome.values:
        yield Unmet("unknown_proposal", "Choisissez une proposition.", field="proposal")
        return
    last = item.rounds.order_by("-number").first()
    if last is not None and last.is_open and last.proposal == proposal:
        yield Unmet("already_voting", "Cette proposition est déjà mise aux voix.", field="proposal")
    if last is not None and last.result == RoundResult.ADOPTED:
        yield Unmet("already_adopted", "Une proposition est adoptée : prononcez la décision.")
    if item.rounds.counted().filter(proposal=proposal).exists():
        yield Unmet(
            "already_voted", "Le comité a déjà voté sur cette proposition.", field="proposal"
        )


@guard("committee.outcome_reached", label="le vote clos mène à une décision")
def outcome_reached(context: Context) -> Iterator[Unmet]:
    if counting.decisive_outcome(context.case) is None:
        yield Unmet(
            "no_outcome",
            "Aucun vote clos ne mène à une décision.",
            hint="Clôturez le vote, mettez une autre proposition aux voix, ou reportez ce point.",
        )


@guard(
    "committee.decision_reasoned", label="un ajournement ou un refus est motivé", needs_data=True
)
def decision_reasoned(context: Context) -> Iterator[Unmet]:
    if counting.decisive_outcome(context.case) in REASONED and not context.reason:
        yield Unmet("no_reasons", "Écrivez les motifs : la structure les reçoit.", field="reason")
