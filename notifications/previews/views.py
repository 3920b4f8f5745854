"""Pages that show letters: those an act would send, and samples."""

from collections.abc import Callable, Sequence
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from directory.rulebook import DirectoryRules
from notifications.previews.rehearsed import Preview, letters_of
from notifications.previews.samples import account_letters, kinds, model_of, notice_named, sample_of
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import Lifecycle, machine_of
from workflows.mail.letters import Letter
from workflows.models import Case
from workflows.pages.paging import MOST_KEY
from workflows.pages.previews import shows_letters
from workflows.pages.views import RoleAccessMixin
from workflows.verdicts import Forbidden

# A letter has its styles in itself, as every client wants. Its frame runs nothing, sends nothing,
# and fetches nothing: the page's own policy and `sandbox` see to it.
with_styles: Any = csp_update({"style-src": [UNSAFE_INLINE]})
render_framed = with_styles(render)


def show_letters(request: HttpRequest, previews: Sequence[Preview], **context: Any) -> HttpResponse:
    """The page of `previews`."""
    shown = {"previews": previews, "sample": False, **context}
    response: HttpResponse = render_framed(request, "notifications/letters/preview.html", shown)
    return response


@shows_letters
def preview_act(request: HttpRequest, act: Callable[[], object], back: str) -> HttpResponse:
    """What `act`, of a form that the CRESS fills in, would send."""
    actor = Actor.of(request.user)
    DirectoryRules.cress_staff.require(actor, actor.user)
    return show_letters(request, letters_of(act), back=back, typed=True)


class PreviewView(RoleAccessMixin, View):
    """What an act that needs no form would send. For whoever may do it, and for the direction."""

    policy = DirectoryRules.cress_staff

    def get(self, request: HttpRequest, event: str, pk: int) -> HttpResponse:
        subject, action = self._subject(event, pk)
        actor = self._acting(subject, action)
        previews = letters_of(lambda: perform(subject, action, actor=actor))
        back = subject.get_absolute_url()
        return show_letters(request, previews, back=back, typed=False)

    def _subject(self, event: str, pk: int) -> tuple[Any, str]:
        """The object, and the transition of its law that the event names; 404 for none."""
        try:
            model = model_of(event)
        except KeyError:
            raise Http404 from None
        action = event.partition(".")[2]
        known = issubclass(model, Lifecycle) and action in machine_of(model).transitions
        if not known or pk > MOST_KEY:
            raise Http404
        return get_object_or_404(model, pk=pk), action

    def _acting(self, subject: Any, action: str) -> Actor:
        """In whose name it is rehearsed: somebody who may act, for the direction that may not."""
        model: type[Lifecycle] = type(subject)
        policy = machine_of(model).transitions[action].law.policy
        verdict = policy.verdict(self.actor, subject, action)
        if verdict.permitted:
            return self.actor
        DirectoryRules.cress_manager.require(self.actor, self.actor.user)
        if isinstance(subject, Case):
            CaseRules.read_case.require(self.actor, subject)
        other = policy.users_who_may(subject).order_by("pk").first()
        if other is None:
            raise Forbidden(verdict.reason, who=policy.who)
        return Actor.of(other)


ACCOUNT = "compte"  # in the place of an event: no event sends the letters about an account


class SamplesView(RoleAccessMixin, View):
    """Every kind of letter that the product sends of itself."""

    policy = DirectoryRules.cress_manager

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "categories": [(category.label, listed) for category, listed in kinds().items()],
            "account_letters": account_letters(),
        }
        return render(request, "notifications/letters/list.html", context)


class SampleView(RoleAccessMixin, View):
    """One kind of letter."""

    policy = DirectoryRules.cress_manager

    def get(self, request: HttpRequest, event: str, template: str) -> HttpResponse:
        if event == ACCOUNT:
            letter = account_letters().get(template)
            if letter is None:
                raise Http404
            return self._show(letter, real=False)
        notice = notice_named(event, template)
        if notice is None:
            raise Http404
        letter, real = sample_of(event, notice, reader=request.user)
        return self._show(letter, real=real)

    def _show(self, letter: Letter, *, real: bool) -> HttpResponse:
        previews = [Preview.of(letter, {})]
        return show_letters(self.request, previews, sample=True, real=real)
