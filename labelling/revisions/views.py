"""The pages of a charter's revisions: anybody reads, the CRESS conducts, holders answer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from directory.charters.charter_text import parse_charter
from directory.charters.enums import CharterKind
from directory.charters.models import Charter, CharterVersion
from directory.rulebook import DirectoryRules
from labelling.revisions import operations
from labelling.revisions.forms import (
    AlignForm,
    AnswerForm,
    ConsultationForm,
    OpinionForm,
    PartyForm,
    RevisionForm,
    SummaryForm,
    recorded_account,
)
from labelling.revisions.models import OPEN, CharterRevision
from labelling.revisions.policies import represented_holders
from labelling.revisions.reading import shown_context
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.engine import perform, verdict
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.history import last_moves
from workflows.pages.paging import MOST_KEY, page_of
from workflows.pages.remarks import remarks_of
from workflows.pages.views import (
    ActionFormView,
    OperationFormView,
    RoleAccessMixin,
    TransitionView,
    visitor,
)

LAST_ENTRIES = 6
RELATED = ("charter", "replaces", "assignee")
# What the CRESS does on the page; what a holder does.
CONDUCTED = (
    "describe",
    "open_consultation",
    "ask_party",
    "record_answer",
    "close_consultation",
    "propose",
    "abandon",
)
HELD = ("give_opinion", "align")


@method_decorator([login_not_required, conditional_page], name="dispatch")
class RevisionsView(View):
    """« Les révisions de la charte », the last one first; the direction sees what it prepares."""

    def get(self, request: HttpRequest) -> HttpResponse:
        conducts = request.user.is_authenticated and self._conducts(request)
        found = CharterRevision.objects.all() if conducts else CharterRevision.objects.public()
        page = page_of(found.select_related("charter").order_by("-pk"), request)
        charters = Charter.objects.exclude(revisions__state__in=OPEN) if conducts else []
        context = {"page": page, "charters": charters, "conducts": conducts}
        return render(request, "revisions/list.html", context)

    def _conducts(self, request: HttpRequest) -> bool:
        actor = visitor(request)
        return DirectoryRules.cress_manager.verdict(actor, actor.user).permitted


@method_decorator([login_not_required, conditional_page], name="dispatch")
class RevisionView(View):
    """One revision; what is in preparation is for who conducts or decides it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk > MOST_KEY:
            raise Http404
        revision = get_object_or_404(CharterRevision.objects.select_related(*RELATED), pk=pk)
        inside = self._inside(request, revision)
        if not (revision.is_public or inside):
            raise Http404
        return render(request, "revisions/detail.html", shown_context(revision) | inside)

    def _inside(self, request: HttpRequest, revision: CharterRevision) -> dict[str, Any]:
        """What is added for who has a part in it; empty for anybody else."""
        if not request.user.is_authenticated:
            return {}
        actor = visitor(request)
        may = {name: verdict(revision, name, actor=actor).allowed for name in HELD}
        if not CaseRules.read_case.verdict(actor, revision).permitted:
            return {"may": may} if any(may.values()) else {}
        may |= {name: verdict(revision, name, actor=actor).allowed for name in CONDUCTED}
        return {
            "may": may,
            "follows": True,
            "unmet": verdict(revision, "propose", actor=actor).unmet if may["describe"] else (),
            "waiting": waiting_for(revision.pk),
            "remarks": remarks_of(revision, actor),
            "entries": last_moves(revision, limit=LAST_ENTRIES),
        }


class OpenRevisionView(RoleAccessMixin, OperationFormView):
    """The direction begins a new text, from the one in force."""

    policy = DirectoryRules.cress_manager
    form_class = RevisionForm
    template_name = "revisions/write.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["kind"] not in CharterKind.values:
            raise Http404

    def get_initial(self) -> dict[str, Any]:
        in_force = CharterVersion.objects.in_force(self.kwargs["kind"])
        return {"text": in_force.text if in_force else ""}

    def operate(self, form: RevisionForm) -> str:
        charter, _ = Charter.objects.get_or_create(kind=self.kwargs["kind"])
        made = operations.open_revision(charter, form.account(), actor=self.actor)
        self.success_url = made.get_absolute_url()
        return "Révision ouverte. Demandez des avis, puis ouvrez la consultation."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = CharterKind(self.kwargs["kind"])
        return super().get_context_data(charter=kind.label, **kwargs)


class RevisionFormView(ActionFormView):
    """A form that does `action` on one revision, and back to its page."""

    model = CharterRevision
    select_related = RELATED
    policy = DirectoryRules.cress_manager

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(revision=self.object, **kwargs)


class DescribeView(RevisionFormView):
    """The direction writes the text anew."""

    form_class = RevisionForm
    template_name = "revisions/write.html"
    action = "describe"

    def get_initial(self) -> dict[str, Any]:
        return recorded_account(self.object)

    def operate(self, form: RevisionForm) -> str:
        operations.describe_revision(self.object, form.account(), actor=self.actor)
        return "Texte enregistré."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(charter=self.object.charter, **kwargs)


class OpenConsultationView(RevisionFormView):
    """Until when: those who signed are written to."""

    form_class = ConsultationForm
    template_name = "revisions/consult.html"
    action = "open_consultation"

    def operate(self, form: ConsultationForm) -> str:
        until = form.cleaned_data["until"]
        operations.open_consultation(self.object, until=until, actor=self.actor)
        return "Consultation ouverte. Chaque organisation reconnue sous cette charte est prévenue."


class AskPartyView(RevisionFormView):
    """Somebody else is asked."""

    policy = DirectoryRules.cress_staff
    form_class = PartyForm
    template_name = "revisions/party.html"
    action = "ask_party"

    def operate(self, form: PartyForm) -> str:
        operations.ask_party(self.object, name=form.cleaned_data["name"], actor=self.actor)
        return "C’est noté. Écrivez-lui\u00a0: sa réponse se note ici."


class RecordAnswerView(RevisionFormView):
    """What somebody asked by name answered."""

    policy = DirectoryRules.cress_staff
    form_class = AnswerForm
    template_name = "revisions/answer.html"
    action = "record_answer"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        named = self.object.parties.filter(organisation=None)
        self.party = get_object_or_404(named, pk=min(kwargs["party"], MOST_KEY))

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.party.position, "words": self.party.words}

    def operate(self, form: AnswerForm) -> str:
        operations.record_answer(
            self.object, party=self.party.pk, actor=self.actor, **form.cleaned_data
        )
        return "Réponse notée."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(party=self.party, **kwargs)


class CloseConsultationView(RevisionFormView):
    """What was answered, and what it changes."""

    form_class = SummaryForm
    template_name = "revisions/close.html"
    action = "close_consultation"

    def operate(self, form: SummaryForm) -> str:
        reason = form.cleaned_data["reason"]
        perform(self.object, "close_consultation", actor=self.actor, reason=reason)
        return "Consultation close. Reprenez le texte s’il le faut, puis soumettez-le au comité."


class HolderFormView(RevisionFormView):
    """A form of whoever represents a holder."""

    policy = LabellingRules.charter_holder

    def get_form_kwargs(self) -> dict[str, Any]:
        own = represented_holders(self.object, self.actor.user)
        return super().get_form_kwargs() | {"own": own}


class OpinionView(HolderFormView):
    """What an organisation thinks of the text."""

    form_class = OpinionForm
    template_name = "revisions/opinion.html"
    action = "give_opinion"

    def get_initial(self) -> dict[str, Any]:
        own = represented_holders(self.object, self.actor.user)
        given = self.object.parties.filter(organisation__in=own.values("pk")).first()
        if given is None:
            return {}
        return {
            "organisation": given.organisation_id,
            "position": given.position,
            "words": given.words,
        }

    def operate(self, form: OpinionForm) -> str:
        operations.give_opinion(self.object, actor=self.actor, **form.cleaned_data)
        return "Merci\u00a0: votre avis est publié. Vous pouvez le changer jusqu’à la clôture."


class AlignView(HolderFormView):
    """A holder signs the new text and says what it shows of it."""

    form_class = AlignForm
    template_name = "revisions/align.html"
    action = "align"

    def operate(self, form: AlignForm) -> str:
        typed = {name: form.cleaned_data[name] for name in form.fields if name != "accepted"}
        operations.align(self.object, actor=self.actor, **typed)
        return "Nouveau texte signé. Merci\u00a0!"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = parse_charter(self.object.text)
        return super().get_context_data(reading=reading, **kwargs)


class RevisionTransitionView(TransitionView):
    """The moves that need no form but a reason."""

    model = CharterRevision
    policy = DirectoryRules.cress_manager
    transitions = ("propose", "abandon")
