"""The list of sessions, and the page of one of them."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from committee.bodies.models import Mandate
from committee.rulebook import CommitteeRules
from committee.secretariat.forms import AddItemForm
from committee.secretariat.listing import items_called, lines_of
from committee.secretariat.next_step import NextStep
from committee.sessions.access import SessionAccessMixin
from committee.sessions.calendar import calendar_of_session
from committee.sessions.candidates import load_subjects
from committee.sessions.enums import SessionState
from committee.sessions.models import AgendaItem, Session
from committee.sessions.models.session import HELD
from committee.sessions.operations import PREPARED
from committee.voting.conflicts import items_withheld_from
from committee.voting.result_display import outcome_badge
from committee.voting.tally import quorum
from directory.people.enums import CressGroup
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import Available, available
from workflows.lifecycles import machine_of
from workflows.pages.paging import page_read
from workflows.pages.timeline import timeline
from workflows.pages.views import RoleAccessMixin, TransitionView
from workflows.policies import keys_held
from workflows.presentation.flow import Diagram, Node
from workflows.presentation.flow.shapes import Status

PAGE_SIZE = 20
PATH = (
    SessionState.PLANNED,
    SessionState.CONVENED,
    SessionState.OPEN,
    SessionState.CLOSED,
    SessionState.MINUTED,
)


class SessionListView(RoleAccessMixin, View):
    """The sessions of the bodies where this person sits; all of them for the CRESS."""

    policy = CommitteeRules.read_sessions

    def get(self, request: HttpRequest) -> HttpResponse:
        keys, user = keys_held(request), request.user
        everything = any(f"group:{group}" in keys for group in CressGroup.values)
        page = page_read(
            lambda start, size: lines_of(user, everything=everything, start=start, size=size),
            request,
            size=PAGE_SIZE,
        )
        context = {
            "page": page,
            "to_read": [] if everything else cases_to_read(user),
            "under_way": [line for line in page.rows if line.under_way],
            "may_plan": DirectoryRules.cress_manager.audience(user) in keys,
        }
        return render(request, "committee/sessions.html", context)


def cases_to_read(user: Any) -> list[AgendaItem]:
    """What `user` reads before the next session that is convened, its agenda in order."""
    items = items_called(user)
    sits = CommitteeRules.member
    if not items or not sits.verdict(Actor.of(user), items[0].session).permitted:
        return []
    load_subjects(items)
    withheld = items_withheld_from(user, items)
    return [item for item in items if item.pk not in withheld]


class SessionView(SessionAccessMixin, View):
    """One session: what comes next, its agenda, its members, its history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render_session(request, self.object, self.actor)


class SessionCalendarView(SessionAccessMixin, View):
    """The session as a file for calendars, once its members are called to it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.object.convened_at is None:
            raise Http404
        calendar = calendar_of_session(self.object)
        named = {"Content-Disposition": f'attachment; filename="{calendar.filename}"'}
        content_type = f"{calendar.content_type}; charset=utf-8"
        return HttpResponse(calendar.text, content_type=content_type, headers=named)


class SessionTransitionView(SessionAccessMixin, TransitionView):
    """Convene, open, close, cancel."""

    transitions = ("convene", "open", "close", "cancel")

    def next_url(self) -> str:
        if self.kwargs["name"] in ("open", "close"):
            return reverse("committee:room", args=[self.object.pk])
        return self.object.get_absolute_url()


def render_session(
    request: HttpRequest,
    session: Session,
    actor: Actor,
    *,
    add_form: AddItemForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of `session`; `add_form` is the one that was refused, if any."""
    is_manager = DirectoryRules.cress_manager.verdict(actor, session).permitted
    preparing = is_manager and session.state in PREPARED
    if add_form is None and preparing:
        add_form = AddItemForm()
    items = list(session.items.listed().select_related("case", "decision"))
    load_subjects(items)
    withheld = items_withheld_from(request.user, items)
    offers = offers_of(session, actor)
    context = {
        "session": session,
        "rows": [(item, item.pk not in withheld, outcome_badge(item)) for item in items],
        "offers": offers,
        "main_offers": [offers[name] for name in ("convene", "open") if offers[name]],
        "next_step": NextStep(
            session,
            is_chair=session.chair.user_id == request.user.pk,
            may_record_minutes=offers["record_minutes"] is not None,
        ),
        "may_prepare": is_manager and session.state == SessionState.PLANNED,
        "preparing": preparing,
        "add_form": add_form,
        "shows_form": add_form is not None and (add_form.is_bound or has_choices(add_form)),
        "attendance": attendance_of(session),
        "diagram": diagram_of(session),
        "entries": timeline(Session.history.filter(id=session.pk), limit=20),
    }
    return render(request, "committee/session.html", context, status=status)


def offers_of(session: Session, actor: Actor) -> dict[str, Available | None]:
    """Each transition as this person may perform it now, None when they may not."""
    offers: dict[str, Available | None] = dict.fromkeys(machine_of(Session).transitions)
    return offers | {offer.transition.name: offer for offer in available(session, actor=actor)}


def has_choices(form: AddItemForm) -> bool:
    field: Any = form.fields["case"]
    return field.queryset.exists()


def attendance_of(session: Session) -> dict[str, Any]:
    """The members who sit at `session`, each with `here`, grouped by college; and the quorum.

    `taken`: the session was opened, so that who is not here is absent.
    """
    sitting = Mandate.objects.sitting(session).select_related("user", "college", "organisation")
    mandates = list(sitting)
    here = set(session.attendances.filter(present=True).values_list("mandate_id", flat=True))
    present = sum(mandate.pk in here for mandate in mandates)
    return {
        "taken": session.state in HELD,
        "present": present,
        "absent": len(mandates) - present,
        "required": quorum(len(mandates), present, 0, session.voting_rule).required,
        "colleges": [
            {
                "label": str(college),
                "members": [{"mandate": mandate, "here": mandate.pk in here} for mandate in group],
            }
            for college, group in groupby(mandates, key=lambda mandate: mandate.college)
        ],
    }


def diagram_of(session: Session) -> Diagram:
    """The life of a session, « vous êtes ici »."""
    cancelled = session.state == SessionState.CANCELLED
    last = SessionState.CONVENED if session.convened_at else SessionState.PLANNED
    reached = PATH.index(last if cancelled else SessionState(session.state))
    main = [
        Node(
            state.value,
            state.label,
            "here" if position == reached and not cancelled else _status(position, reached),
        )
        for position, state in enumerate(PATH)
    ]
    side = Node(
        SessionState.CANCELLED.value,
        SessionState.CANCELLED.label,
        "here" if cancelled else "todo",
        under=SessionState.CONVENED.value,
    )
    edges = [
        (source, item.target, None)
        for item in machine_of(Session).transitions.values()
        if item.target is not None
        for source in item.sources
    ]
    return Diagram(main=main, side=[side], edges=edges)


def _status(position: int, reached: int) -> Status:
    return "done" if position <= reached else "todo"
