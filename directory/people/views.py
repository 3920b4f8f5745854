"""The team of the CRESS: who is in it, who joins, who leaves."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import TemplateView

from directory.people.enums import ROLE_GROUPS, RoleGroup, WatchGroup
from directory.people.forms import JoinTeamForm, NameForm
from directory.people.models import TeamRole, User
from directory.people.operations import join_team, leave_team, rename_oneself, why_not_leave
from directory.people.signed_in import person_of
from directory.people.team import WHAT_THEY_DO, left_behind, team
from directory.rulebook import DirectoryRules
from workflows.pages.timeline import latest, timeline
from workflows.pages.views import OperationFormView, RoleAccessMixin

HISTORY_SHOWN = 12
MOST_LISTED = 10


class NameView(OperationFormView):
    """One's own name, as others read it."""

    template_name = "account/name.html"
    form_class = NameForm
    success_url = reverse_lazy("account_name")

    def get_initial(self) -> dict[str, Any]:
        person = person_of(self.request)
        return {"first_name": person.first_name, "last_name": person.last_name}

    def operate(self, form: NameForm) -> str:
        rename_oneself(person_of(self.request), **form.cleaned_data)
        return "Votre nom est enregistré."


class TeamView(RoleAccessMixin, TemplateView):
    """Who may instruct, who may direct, who watches, and how that changed."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = latest(TeamRole.history.select_related("user"), HISTORY_SHOWN)
        return super().get_context_data(
            groups=team(),
            entries=timeline(history, limit=HISTORY_SHOWN),
            **kwargs,
        )


class TeamFormView(RoleAccessMixin, OperationFormView):
    policy = DirectoryRules.cress_manager
    success_url = reverse_lazy("directory:team")


class JoinTeamView(TeamFormView):
    """Someone with an account joins the team."""

    template_name = "directory/team_join.html"
    form_class = JoinTeamForm

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("titre", "")
        return {"group": asked} if asked in ROLE_GROUPS else {}

    def operate(self, form: JoinTeamForm) -> str:
        role = join_team(actor=self.actor, **form.cleaned_data)
        if role.group in WatchGroup.values:
            return f"{role.user} assure maintenant le contrôle indépendant."
        return f"{role.user} fait maintenant partie de l’équipe."


class LeaveTeamView(TeamFormView):
    """Someone leaves a group: what they will no longer do, then one button."""

    template_name = "directory/team_leave.html"
    form_class = forms.Form
    member: User
    group: RoleGroup

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            if kwargs["group"] not in ROLE_GROUPS:
                raise Http404
            self.group = ROLE_GROUPS[kwargs["group"]]
            self.member = get_object_or_404(User, pk=kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.member.groups.filter(name=self.group).exists():
            raise Http404
        return super().get(request, *args, **kwargs)

    def operate(self, form: forms.Form) -> str:
        leave_team(user=self.member, group=self.group, actor=self.actor)
        if self.group in list(WatchGroup):
            return f"{self.member} n’assure plus le contrôle indépendant."
        return f"{self.member} ne fait plus partie de l’équipe à ce titre."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = list(left_behind(self.member, MOST_LISTED + 1))
        return super().get_context_data(
            member=self.member,
            label=WHAT_THEY_DO[self.group][0],
            watches=self.group in list(WatchGroup),
            problems=list(why_not_leave(self.member, self.group, actor=self.actor)),
            stays=self.member.groups.exclude(name=self.group).exists(),
            cases=cases[:MOST_LISTED],
            more=len(cases) > MOST_LISTED,
            **kwargs,
        )
