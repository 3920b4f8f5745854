"""The room of a session: one page, and one small view for each thing done in it."""

import logging
from http import HTTPStatus
from typing import Any

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from committee.bodies.models import Mandate
from committee.room import operations
from committee.room.contents import see_room
from committee.room.drawing import context_of, draw_fragment
from committee.room.forms import (
    AttendanceForm,
    BallotForm,
    CloseVoteForm,
    ProposalForm,
    ReasonForm,
    ReasonsForm,
    RecusalForm,
)
from committee.sessions.access import SessionAccessMixin
from committee.sessions.models import Session
from committee.voting.headcount import headcount
from committee.voting.models import VotingRound
from committee.voting.proposals import outcome_in_words
from workflows.actors import Actor
from workflows.background.outages import DATABASE_LOST
from workflows.pages.paging import MOST_KEY, whole_number
from workflows.pages.views import OperationFormView
from workflows.presentation.french import count
from workflows.verdicts import Refused, Unmet

logger = logging.getLogger(__name__)

RECORDED_NOW = (
    "La connexion a été coupée pendant l’envoi. La salle montre ce qui est enregistré\u00a0: "
    "s’il y manque quelque chose, recommencez."
)

Forms = dict[str, forms.Form]


def render_room(
    request: HttpRequest,
    session: Session,
    *,
    refused: Forms | None = None,
    point: int | None = None,
    doubt: str = "",
    status: int = 200,
) -> HttpResponse:
    """The room, or only its live part; `refused` holds the form that was not accepted.

    `doubt` says what is not known to be recorded.
    """
    changing = whole_number(request.GET.get("changer", ""), most=MOST_KEY)
    room = see_room(session, user=request.user, point=point, changing=changing)
    if request.GET.get("fragment") == "1" and not (refused or doubt):
        return HttpResponse(draw_fragment(room, csrf_token=get_token(request)))
    context = context_of(room, refused=refused, doubt=doubt)
    return render(request, "committee/room.html", context, status=status)


class RoomView(SessionAccessMixin, View):
    """The live room; `?point=` shows another item than the one under way.

    `?changer=` is the round in which whoever has voted asks to choose again.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        point = whole_number(request.GET.get("point", ""), most=MOST_KEY)
        return render_room(request, self.object, point=point)


class RoomActionView(SessionAccessMixin, OperationFormView):
    """Something done in the room: a form, an operation, and back to the room.

    Refusals are shown in the room beside their field, with what was typed. When the database is
    lost on the way, what was done may have been kept all the same: the room says so, as it stands.
    """

    http_method_names = ["post"]
    form_name = ""
    form_class: type[forms.Form] = forms.Form
    doubt = "Nous ne savons pas si votre action est enregistrée."

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except DATABASE_LOST:
            logger.exception("%s: lost while it was recorded", request.path)
        # Another connection tells what is recorded; one that fails too ends on the page of a 503.
        connection.close()
        self.object.refresh_from_db()
        doubt = f"{self.doubt} {RECORDED_NOW}"
        return render_room(request, self.object, doubt=doubt, status=HTTPStatus.SERVICE_UNAVAILABLE)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"auto_id": f"{self.form_name}-%s"}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return render_room(
            self.request,
            self.object,
            refused={self.form_name: form},
            point=self.kwargs.get("item"),
            status=422,
        )

    def get_success_url(self) -> str:
        return reverse("committee:room", args=[self.object.pk])


class AttendanceView(RoomActionView):
    form_name = "attendance"
    form_class = AttendanceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"session": self.object}

    def operate(self, form: forms.Form) -> str:
        ticked, seen = {*form.cleaned_data["present"]}, {*form.cleaned_data["seen"]}
        operations.record_attendance(
            self.object, arrived=ticked - seen, left=seen - ticked, actor=self.actor
        )
        return "Présences enregistrées."


class CheckInView(RoomActionView):
    """« Je suis là »: the page says it where the button was."""

    form_name = "check_in"

    def operate(self, form: forms.Form) -> str:
        operations.check_in(self.object, actor=self.actor)
        return ""


class OpenItemView(RoomActionView):
    form_name = "open"

    def operate(self, form: forms.Form) -> str:
        expected = self.request.POST.get("expected") or None
        item = operations.open_item(self.get_item(), actor=self.actor, expected=expected)
        proof = headcount(item).quorum
        if proof.reached:
            return "Point ouvert\u00a0: les membres peuvent voter."
        present = count(proof.counted, "membre présent", "membres présents")
        return f"Point ouvert, sans quorum\u00a0: {present}, pour {proof.required} requis."


class BallotView(RoomActionView):
    """A vote: what is recorded is said in the button itself, and nothing moves around it."""

    form_name = "ballot"
    form_class = BallotForm
    doubt = "Nous ne savons pas si votre vote est enregistré."

    def operate(self, form: forms.Form) -> str:
        operations.cast_ballot(
            self.get_item(),
            round_id=form.cleaned_data["round"],
            choice=form.cleaned_data["choice"],
            user=self.actor.user,
            seen=form.cleaned_data["recorded"],
        )
        return ""


class CloseVoteView(RoomActionView):
    form_name = "close_vote"
    form_class = CloseVoteForm

    def operate(self, form: forms.Form) -> str:
        round_ = operations.close_vote(
            self.get_item(), round_id=form.cleaned_data["round"], actor=self.actor
        )
        return message_of_closing(round_)


class RemindView(RoomActionView):
    form_name = "remind"

    def operate(self, form: forms.Form) -> str:
        operations.remind_voters(self.get_item(), actor=self.actor)
        return "Rappel envoyé aux membres dont le bulletin est attendu."


class ProposalView(RoomActionView):
    form_name = "proposal"
    form_class = ProposalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # All of them: the guards say why one is no longer to be voted.
        return super().get_form_kwargs() | {"proposals": self.get_item().case.subject.on_offer}

    def operate(self, form: forms.Form) -> str:
        operations.put_to_vote(
            self.get_item(), proposal=form.cleaned_data["proposal"], actor=self.actor
        )
        return "Autre proposition mise aux voix."


class DecideView(RoomActionView):
    form_name = "decide"
    form_class = ReasonsForm

    def operate(self, form: forms.Form) -> str:
        item = operations.decide(
            self.get_item(), reasons=form.cleaned_data["reason"], actor=self.actor
        )
        outcome = outcome_in_words(item, item.decision.decided_proposal)
        return f"Résultat proclamé\u00a0: {outcome}. La structure est prévenue."


class DeferView(RoomActionView):
    form_name = "defer"
    form_class = ReasonForm

    def operate(self, form: forms.Form) -> str:
        operations.defer(self.get_item(), reason=form.cleaned_data["reason"], actor=self.actor)
        return "Point reporté."


class RecuseView(RoomActionView):
    """« Je me déporte »; the chair and the CRESS may name another member."""

    form_name = "recuse"
    form_class = RecusalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"session": self.object}

    def operate(self, form: forms.Form) -> str:
        mandate = form.cleaned_data["mandate"] or own_mandate(self.object, self.actor)
        operations.recuse(
            self.get_item(),
            mandate=mandate,
            reason=form.cleaned_data["reason"],
            actor=self.actor,
        )
        return f"Déport enregistré\u00a0: {mandate.user}."


def message_of_closing(round_: VotingRound) -> str:
    """What a count led to, and what it leaves to do."""
    outcome = round_.outcome
    if outcome is None:
        return "Vote clos, sans décision."
    if outcome.reasoned:
        return "Vote clos. Écrivez les motifs pour proclamer le résultat."
    return "Vote clos. Proclamez le résultat."


def own_mandate(session: Session, actor: Actor) -> Mandate:
    """The seat of the actor at `session`; Refused when they have none."""
    mandate = Mandate.objects.sitting(session).filter(user=actor.user).first()
    if mandate is None:
        unmet = Unmet("no_mandate", "Choisissez qui se déporte.", field="mandate")
        raise Refused("Déport sans membre.", unmet=[unmet])
    return mandate
