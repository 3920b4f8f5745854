"""Pages about cases of every kind: « Mes tâches », the messages, the files, the history."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.correspondence.files import remove_file, restore_file
from workflows.correspondence.operations import attachments_of, post_message, taken_off
from workflows.flow.inbox import errands_of, inbox_lines
from workflows.kinds import Slot, kind_of, slot_of
from workflows.models import Attachment, Case
from workflows.pages.cases.conversation import lines_of, newest_first
from workflows.pages.cases.files import attach_accepted, file_groups, verdicts_on_files
from workflows.pages.cases.forms import FilesForm, MessageForm
from workflows.pages.cases.history import case_timeline
from workflows.pages.forms import tell_refusal
from workflows.pages.history_rows import Place
from workflows.pages.paging import AFTER, keyed_pager, page_of, page_read
from workflows.pages.serving import serve, show
from workflows.pages.uploads import ask_again
from workflows.pages.views import ObjectAccessMixin
from workflows.policies import Policy, keys_held
from workflows.presentation.files import any_unscanned, file_lines, taken_off_lines
from workflows.presentation.links import case_url
from workflows.verdicts import Forbidden, Refused, Verdict

MESSAGES_A_PAGE = 20
FILES_CHANGED = "files-changed"  # the event that a part of a page listens to


class InboxView(View):
    """« Mes tâches »: what the person is asked for, soonest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        keys = keys_held(request)
        page = page_read(lambda start, most: inbox_lines(keys, start=start, size=most), request)
        errands = errands_of(request, keys) if page.number == 1 else []
        context = {"page": page, "asked": page.rows, "errands": errands}
        return render(request, "workflows/inbox.html", context)


class CasePage(ObjectAccessMixin, TemplateResponseMixin, ContextMixin, View):
    """A page of one case, whatever its kind; `self.object` is the child, with its law.

    It stands in the menu where the page of the case does.
    """

    model = Case
    template_name: str
    heading: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.object = self.object.subject
            request.stands_at = self.object.get_absolute_url()  # type: ignore[attr-defined]

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"case": self.object, "heading": self.heading, "beside": self._beside()}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _beside(self) -> list[tuple[str, str]]:
        """The other pages of the case that the person may read: label, address."""
        return [
            (view.heading, reverse(f"workflows:{name}", args=[self.object.pk]))
            for name, view in CASE_PAGES.items()
            if not isinstance(self, view) and self._admitted_by(view.policy)
        ]

    def _admitted_by(self, policy: Policy) -> bool:
        """Asked of this page's own policy, it was answered before the page was shown."""
        if policy == self.policy:
            return True
        return policy.verdict(self.actor, self.object).permitted


class MessagesView(CasePage):
    """All that was written on the case, the last of it first, and the form to go on.

    A refused file or an empty message keeps what was typed.
    """

    policy = CaseRules.correspond
    template_name = "workflows/messages.html"
    heading = "Messages"
    form_class = MessageForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        if form.is_valid() and self._send(form):
            messages.success(request, "Message envoyé.")
            return redirect(f"{self._page_of_form()}#echanges")
        ask_again(form)
        return self._page(form, status=422)

    def _send(self, form: MessageForm) -> bool:
        """Post the message; False, and said in the form, when a limit is passed."""
        try:
            post_message(
                self.object,
                author=self.actor.user,
                body=form.cleaned_data["body"],
                uploads=form.accepted,
            )
        except Refused as refused:
            tell_refusal(form, refused)
            return False
        return True

    def _page_of_form(self) -> str:
        """Back to where the message was written: this page, or that of the case."""
        url: str = self.object.get_absolute_url()
        return url if self.request.POST.get("next") == "case" else self.request.path

    def _page(self, form: MessageForm, status: int = 200) -> HttpResponse:
        page = page_of(newest_first(self.object), self.request, size=MESSAGES_A_PAGE)
        shown = lines_of(self.object, page.rows[::-1], self.actor.user)
        return self.page(status=status, page=page, lines=shown, form=form)


class FilesView(CasePage):
    """The files of the case by what they are there for; whoever may adds some, takes some off."""

    template_name = "workflows/files.html"
    heading = "Pièces"
    form_class = FilesForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        slots = self.open_slots
        return self._page(self.form_class(slots=slots) if slots else None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.open_slots:
            self._refuse()
        form = self.form_class(request.POST, request.FILES, slots=self.open_slots)
        form.is_valid()
        slot = form.cleaned_data.get("slot")
        if not slot:
            ask_again(form)
            return self._page(form, status=422)
        attached = attach_accepted(self.object, slot, form, self.actor)
        if form.errors:
            return self._page(form, kept=attached, status=422)
        messages.success(request, _added(attached))
        return redirect("workflows:files", pk)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        return verdicts_on_files(self.object, self.actor)

    @cached_property
    def open_slots(self) -> list[Slot]:
        """Those to which the person may add now."""
        slots = kind_of(self.object).slots(self.object)
        return [slot for slot in slots if slot.action and self.verdicts[slot.action].allowed]

    def _refuse(self) -> NoReturn:
        """Say who may, or what the law asks for first."""
        denied = [found.reason for found in self.verdicts.values() if not found.permitted]
        if denied:
            raise Forbidden(denied[0])
        unmet = [item for found in self.verdicts.values() for item in found.unmet]
        raise Refused("Rien ne s’ajoute à ces pièces maintenant.", unmet=unmet)

    def _page(
        self, form: FilesForm | None, kept: Sequence[Attachment] = (), status: int = 200
    ) -> HttpResponse:
        allowed = {slot.action for slot in self.open_slots}
        groups = file_groups(self.object, allowed=allowed)
        unscanned = any(any_unscanned(group.files) for group in groups)
        return self.page(status=status, form=form, groups=groups, kept=kept, unscanned=unscanned)


class HistoryView(CasePage):
    """Who did what, when, with the text before and after: the case and all it is made of."""

    template_name = "workflows/history.html"
    heading = "Historique"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        after = Place.parse(request.GET.get(AFTER, ""))
        entries, following = case_timeline(self.object, after=after, reader=self.actor)
        pager = keyed_pager(request, str(following or ""))
        return self.page(entries=entries, pager=pager)


CASE_PAGES: dict[str, type[CasePage]] = {
    "messages": MessagesView,
    "files": FilesView,
    "history": HistoryView,
}


class FileAccessMixin:
    """Loads `self.attachment` for those who may read it; a removed one is as one that never was,
    save where it is put back (`off`).

    A file of the case is for its readers, a file of a message for the correspondents.
    """

    off = False

    attachment: Attachment
    actor: Actor

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        found = Attachment.objects.select_related("case").filter(removed_at__isnull=not self.off)
        self.attachment = get_object_or_404(found, pk=kwargs["pk"])
        self.actor = Actor.of(request.user)
        policy = CaseRules.correspond if self.attachment.message_id else CaseRules.read_case
        policy.require(self.actor, self.attachment.case)


class AttachmentView(FileAccessMixin, View):
    """One file, once the scanner lets it leave: one under scan answers 409, a refused one 403.

    The bytes are sent as a download, inert in a browser, and kept in no cache.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return serve(request, self.attachment, back_url=case_url(self.attachment.case))


class ShowFileView(FileAccessMixin, View):
    """One file that a page shows in a frame; what is only downloaded is not found here."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return show(self.attachment)


class MoveFileView(FileAccessMixin, View, ABC):
    """Take a file off its case, or put it back, while the law allows it.

    What was sent in a message stays. A part of the page is answered with the part, and the rest of
    it hears that files changed (`FILES_CHANGED`).
    """

    http_method_names = ["post"]
    done: str

    @abstractmethod
    def move(self, case: Any) -> None:
        """Move it, by its action of the law."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.attachment.message_id:
            raise Http404
        case = self.attachment.case.subject
        self.move(case)
        slot = slot_of(case, self.attachment.slot)
        if request.htmx:  # type: ignore[attr-defined]
            part = render(request, "workflows/parts/files.html", self._part(case, slot))
            part["HX-Trigger"] = FILES_CHANGED
            return part
        messages.success(request, f"{self.done}\u00a0: {self.attachment.name}.")
        all_files = reverse("workflows:files", args=[case.pk])
        return redirect(all_files if request.POST.get("next") == "files" else slot.url or all_files)

    def _part(self, case: Any, slot: Slot) -> dict[str, Any]:
        return {
            "files": file_lines(attachments_of(case, slot.key), removable=True),
            "removed": taken_off_lines(taken_off(case, slot.key)),
            "moved": self.attachment,
            "done": self.done,
        }


class RemoveFileView(MoveFileView):
    """Take a file off its case."""

    done = "Pièce retirée"

    def move(self, case: Any) -> None:
        remove_file(case, attachment=self.attachment, actor=self.actor)


class RestoreFileView(MoveFileView):
    """Put back a file that was taken off: the same one, whoever took it off."""

    done = "Pièce remise"
    off = True

    def move(self, case: Any) -> None:
        restore_file(case, attachment=self.attachment, actor=self.actor)


def _added(attached: Sequence[Attachment]) -> str:
    """« Pièces ajoutées : a.pdf, b.pdf. »"""
    plural = "s" if len(attached) > 1 else ""
    names = ", ".join(file.name for file in attached)
    return f"Pièce{plural} ajoutée{plural}\u00a0: {names}."
