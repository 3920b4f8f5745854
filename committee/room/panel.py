"""Who will hear an appeal, said on the page of its case before the session, and who will not.

The rules are those of the room: the same seats, the same headcount, the same words. Names, and
what keeps each person apart, are for those who can do something about it (`read_panel`); the
others read that those who decided first do not hear it, and how many may.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, QuerySet
from django.urls import reverse
from django.utils import timezone

from committee.bodies.models import Body
from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
from committee.voting.conflicts import Facts, Sitting, seats_on, takes_part, why_apart
from committee.voting.headcount import WHEN_TOO_FEW, Headcount, headcount_of
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question
from workflows.deliberation import Deliberated
from workflows.models import Case
from workflows.pages.remarks import Remark, Section, case_remarks, case_sections
from workflows.presentation.french import count, enumerate_french, format_long_date

TITLE = "Qui examine ce recours"
MOST_SESSIONS = 5


@dataclass(frozen=True, slots=True)
class Panel:
    """The seats of `body` on the appeal, each as `seats_on` annotates it.

    `session` is the one that has the case, or the next to come: None when none is planned, and the
    seats are then those of today.
    """

    body: Body
    session: Session | None
    seats: Sequence[Any]
    headcount: Headcount

    @property
    def hearing(self) -> list[Any]:
        return [seat for seat in self.seats if takes_part(seat)]

    @property
    def apart(self) -> list[Any]:
        return [seat for seat in self.seats if not takes_part(seat)]

    @property
    def empty_colleges(self) -> list[str]:
        """Those that sit, and of which nobody could vote."""
        heard = {seat.college_id for seat in self.hearing}
        return sorted({str(seat.college) for seat in self.apart if seat.college_id not in heard})

    @property
    def chair_apart(self) -> bool:
        return self.session is not None and any(
            seat.pk == self.session.chair_id for seat in self.apart
        )


def body_that_decided(case: Case) -> Body | None:
    """The body whose decision is contested; None when `case` is no appeal to be heard."""
    subject = case.subject
    if not isinstance(subject, Deliberated) or not subject.awaits_deliberation:
        return None
    contested = subject.contested
    item = _decided.first(*contested, case=case.pk) if contested else None
    return None if item is None else item.session.body


def panel_of(case: Case, body: Body) -> Panel:
    """Who may hear it, as things stand; three queries at most."""
    item = _live.first(case=case.pk)
    if item is not None:
        item.case = case.subject
        return _panel(body, item.session, Facts.of(item))
    session = next(iter(_to_come(body)), None)
    return _ahead(case, body, session)


def _ahead(case: Case, body: Body, session: Session | None) -> Panel:
    held_on = timezone.localdate() if session is None else session.held_on
    return _panel(body, session, Facts.ahead(case, Sitting(body.pk, held_on)))


def _panel(body: Body, session: Session | None, facts: Facts) -> Panel:
    seats = list(seats_on(facts).select_related("user", "college"))
    rule = body.voting_rule if session is None else session.voting_rule
    return Panel(body, session, seats, headcount_of(filter(takes_part, seats), rule))


@Question
def _decided(*outcomes: str) -> "QuerySet[Any]":
    found = AgendaItem.objects.filter(case_id=Given("case"), decision__outcome__in=outcomes)
    return found.select_related("session__body").order_by("-pk")[:1]


@Question
def _live() -> "QuerySet[Any]":
    items = AgendaItem.objects.live().filter(case_id=Given("case"))
    return items.select_related("session__body").order_by("pk")[:1]


@Question
def _sessions_to_come() -> "QuerySet[Any]":
    to_come = Session.objects.to_come(Given("today", DateField()))
    return to_come.filter(body=Given("body")).select_related("body")[:MOST_SESSIONS]


def _to_come(body: Body) -> list[Session]:
    return list(_sessions_to_come.objects(body=body.pk, today=timezone.localdate()))


@case_remarks
def heard_by_others(case: Case, actor: Actor) -> Iterator[Remark]:
    """« Ce recours est examiné par des membres qui n’ont pas voté la décision contestée : 4… »"""
    body = body_that_decided(case)
    if body is None or CommitteeRules.read_panel.verdict(actor, body).permitted:
        return
    found = panel_of(case, body).headcount
    people = count(found.eligible, "membre peut", "membres peuvent")
    waits = (
        f" Il en faut {found.minimum}\u00a0: la CRESS reporte l’examen, ou nomme d’autres membres."
        if found.too_few
        else ""
    )
    yield Remark(
        "Ce recours est examiné par des membres qui n’ont pas voté la décision contestée\u00a0: "
        f"aujourd’hui, {people} le faire.{waits}"
    )


@case_sections
def panel(case: Case, actor: Actor) -> Iterator[Section]:
    """Who hears it, who does not and why; what to do when too few are left."""
    body = body_that_decided(case)
    if body is None or not CommitteeRules.read_panel.verdict(actor, body).permitted:
        return
    found = panel_of(case, body)
    too_few = found.headcount.too_few
    appoints = too_few and DirectoryRules.cress_manager.verdict(actor, actor.user).permitted
    yield Section(
        TITLE,
        [*_lines(found), *(_remedies(case, found) if too_few else [])],
        [
            ("Peuvent l’examiner", [f"{seat.user}, {seat.college}" for seat in found.hearing]),
            (
                "Ne l’examinent pas",
                [f"{seat.user}, {seat.college}\u00a0: {why_apart(seat)}" for seat in found.apart],
            ),
        ],
        tone="wait" if too_few else "",
        url=reverse("committee:composition") if appoints else "",
        action="Nommer des membres" if appoints else "",
    )


def _lines(found: Panel) -> Iterator[str]:
    if found.session is None:
        yield f"Aucune séance n’est prévue\u00a0: voici où en est {found.body} aujourd’hui."
    else:
        yield f"Pour la séance du {format_long_date(found.session.held_on)}."
    yield found.headcount.in_words
    if not found.headcount.too_few:
        required = count(found.headcount.quorum.required, "membre présent", "membres présents")
        yield f"Le quorum sera atteint avec {required}."
    if found.empty_colleges:
        yield f"Sans personne qui puisse voter\u00a0: {enumerate_french(found.empty_colleges)}."
    if found.chair_apart and not found.headcount.too_few:
        yield (
            "La présidence de la séance ne l’examine pas\u00a0: ce point est conduit par le membre "
            "présent dont le mandat est le plus ancien."
        )


def _remedies(case: Case, found: Panel) -> Iterator[str]:
    """The words of the room, and the first session at which it would be otherwise."""
    yield WHEN_TOO_FEW
    for session in _to_come(found.body):
        if found.session is None or session.pk == found.session.pk:
            continue
        if not _ahead(case, found.body, session).headcount.too_few:
            yield f"La séance du {format_long_date(session.held_on)} réunirait assez de membres."
            return
