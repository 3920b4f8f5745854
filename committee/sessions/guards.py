"""The conditions of the transitions of a session and its agenda."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst

from committee.bodies.models import Mandate
from committee.rulebook import CommitteeRules
from committee.sessions.enums import AgendaItemState, SessionState
from committee.sessions.inputs import Minutes, SessionPlan
from committee.sessions.models import Session
from committee.sessions.policies import session_of
from workflows.deliberation import Deliberated
from workflows.presentation.french import count, format_date, format_time
from workflows.rules import Context
from workflows.verdicts import Unmet


def day_is_to_come(session: Session, today: date) -> Iterator[Unmet]:
    """Asked of a session before it is written, as those below."""
    if session.held_on < today:
        yield Unmet("past_day", "Cette date est passée.", field="held_on")


def moment_is_free(session: Session) -> Iterator[Unmet]:
    """No other session of its body begins then."""
    for other in session.others_that_day:
        if other.starts_at == session.starts_at:
            yield Unmet(
                "moment_taken",
                f"Une séance est déjà prévue ce jour-là à {format_time(other.starts_at)}. "
                "Choisissez une autre heure, ou un autre jour.",
                other.get_absolute_url(),
                field="held_on",
            )


def notice_is_ahead(session: Session, today: date) -> Iterator[Unmet]:
    """There is still time to call its members, or a reason why not."""
    if session.held_on >= today and session.notice_missed(today):
        yield Unmet(
            "too_late_to_call",
            "Le délai de convocation est passé\u00a0: il fallait convoquer au plus tard le "
            f"{format_date(session.notice_limit)}. Écrivez pourquoi il est abrégé, ou choisissez "
            "un autre jour.",
            field="notice_waived_reason",
        )


def _as_planned(context: Context) -> Session:
    """The session as it would be."""
    plan = context.given(SessionPlan)
    return Session(
        pk=context.case.pk,
        body=plan.body,
        starts_at=plan.starts_at,
        notice_waived_reason=plan.notice_waived_reason,
    )


@CommitteeRules.day_to_come.checks("la date de la séance n’est pas passée", needs_data=True)
def day_to_come(context: Context) -> Iterator[Unmet]:
    yield from day_is_to_come(_as_planned(context), context.today)


@CommitteeRules.moment_free.checks("l’instance ne siège pas déjà à cette heure", needs_data=True)
def moment_free(context: Context) -> Iterator[Unmet]:
    yield from moment_is_free(_as_planned(context))


@CommitteeRules.notice_ahead.checks(
    "le délai de convocation n’est pas passé, ou abrégé avec un motif", needs_data=True
)
def notice_ahead(context: Context) -> Iterator[Unmet]:
    yield from notice_is_ahead(_as_planned(context), context.today)


@CommitteeRules.agenda_ready.checks("l’ordre du jour compte au moins un point")
def agenda_ready(context: Context) -> Iterator[Unmet]:
    if not context.case.items.listed().exists():
        yield Unmet(
            "empty_agenda",
            "Inscrire au moins un point à l’ordre du jour",
            f"{context.case.get_absolute_url()}#ordre-du-jour",
        )


@CommitteeRules.chair_sits.checks("le mandat de la présidence couvre la date")
def chair_sits(context: Context) -> Iterator[Unmet]:
    session: Session = context.case
    if not Mandate.objects.sitting(session).filter(pk=session.chair_id).exists():
        yield Unmet(
            "chair_not_in_office",
            "Le mandat de la présidence ne couvre pas le jour de la séance.",
            _where_prepared(session),
            hint="Choisissez une autre présidence de séance.",
        )


@CommitteeRules.notice_given.checks("le délai de convocation est tenu, ou abrégé avec un motif")
def notice_given(context: Context) -> Iterator[Unmet]:
    session = session_of(context.case)
    if not session.notice_missed(session.called_on(context.today)):
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


@CommitteeRules.day_come.checks("le jour de la séance est venu")
def day_come(context: Context) -> Iterator[Unmet]:
    if context.today < context.case.held_on:
        yield Unmet("too_early", f"La séance se tient le {format_date(context.case.held_on)}.")


@CommitteeRules.no_open_item.checks("aucun point n’est en cours d’examen")
def no_open_item(context: Context) -> Iterator[Unmet]:
    session = session_of(context.case)
    current = session.items.filter(state=AgendaItemState.OPEN).select_related("case").first()
    if current is not None:
        yield Unmet(
            "item_open",
            f"Terminer l’examen du point ouvert\u00a0: {current.case.title}",
            current.get_absolute_url(),
        )


@CommitteeRules.minutes_given.checks("le procès-verbal est écrit", needs_data=True)
def minutes_given(context: Context) -> Iterator[Unmet]:
    if not context.given(Minutes).text.strip():
        yield Unmet("no_minutes", "Écrivez le procès-verbal.", field="minutes")


@CommitteeRules.session_open.checks("la séance est ouverte")
def session_open(context: Context) -> Iterator[Unmet]:
    if context.case.session.state != SessionState.OPEN:
        yield Unmet("session_not_open", "La séance n’est pas ouverte.")


def no_longer_awaits(subject: Deliberated) -> str:
    """« Ce dossier n’attend plus le comité : il est « Abandonné ». »"""
    noun, state = subject.noun(), subject.state_info.label
    this = capfirst(noun.this)
    return f"{this} n’attend plus le comité\u00a0: {noun.pronoun} est «\u00a0{state}\u00a0»."


@CommitteeRules.case_ready.checks("l’affaire attend le comité")
def case_ready(context: Context) -> Iterator[Unmet]:
    subject = context.case.case.subject
    if not subject.awaits_deliberation:
        yield Unmet(
            "case_not_ready",
            no_longer_awaits(subject),
            subject.get_absolute_url(),
            hint="Reportez ce point pour poursuivre la séance.",
        )
