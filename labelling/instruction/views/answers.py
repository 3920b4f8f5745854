"""What an organisation answers to the complements asked of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from labelling.instruction.allowed import allows
from labelling.instruction.forms.complements import AnswerForm
from labelling.instruction.links import page_url
from labelling.instruction.models import Complement
from labelling.instruction.operations import answer_complement
from labelling.instruction.reading.signatories import only_they, signatories_of
from labelling.instruction.views.application import NOTHING_NEW, SAVED, ApplicationPage
from workflows.correspondence.operations import attachments_of, taken_off
from workflows.engine import verdict
from workflows.files.allowance import Allowance
from workflows.pages.cases.files import attach_accepted
from workflows.pages.forms import tell_changed
from workflows.presentation.files import any_unscanned, file_lines, taken_off_lines
from workflows.verdicts import Stale


class ComplementsView(ApplicationPage):
    """Every requested item with its answer: one page, one save; then the dossier goes back."""

    template_name = "labelling/complements.html"
    form_class = AnswerForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._forms())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        items = self._forms(request.POST, request.FILES)
        stale = False
        for complement, form in items:
            form.is_valid()
            stale |= not self._answer(complement, form)
        if any(form.errors for _, form in items):
            return self._page(items, status=409 if stale else 422)
        new = any(form.accepted or "answer" in form.changed_data for _, form in items)
        messages.success(request, SAVED if new else NOTHING_NEW)
        return redirect(page_url("complements", self.object))

    def _answer(self, complement: Complement, form: AnswerForm) -> bool:
        """Write an answer that changed; False, and said in the form, if someone else's did too."""
        attach_accepted(self.object, complement.slot, form, self.actor)
        answer = form.cleaned_data.get("answer")
        if not answer or answer == complement.answer:
            return True
        try:
            answer_complement(
                self.object,
                complement_id=complement.pk,
                answer=answer,
                seen=form.cleaned_data.get("seen") or None,
                actor=self.actor,
            )
        except Stale:
            if not allows(self.object, "answer_complement"):
                raise
            complement.refresh_from_db()
            if self._untouched(complement, form):
                return True
            tell_changed(form, self._recorded(complement))
            return False
        return True

    @staticmethod
    def _untouched(complement: Complement, form: AnswerForm) -> bool:
        """Whether this person left the answer as they had found it: then the newer one stays."""
        found = complement.history.filter(digest=form.cleaned_data["seen"]).first()
        return found is not None and found.answer == form.cleaned_data["answer"]

    def _forms(self, data: Any = None, files: Any = None) -> list[tuple[Complement, AnswerForm]]:
        """The items of the last request, each with its form."""
        items = list(self.object.complements.all())
        last = [item for item in items if item.round == items[-1].round]
        allowance = Allowance()
        return [
            (
                item,
                self.form_class(
                    data,
                    files,
                    prefix=f"c{item.pk}",
                    initial=self._recorded(item),
                    allowance=allowance,
                ),
            )
            for item in last
        ]

    @staticmethod
    def _recorded(item: Complement) -> dict[str, Any]:
        return {"answer": item.answer, "seen": item.history_head}

    def _page(self, items: list[tuple[Complement, AnswerForm]], status: int = 200) -> HttpResponse:
        files: dict[str, list[Any]] = {}
        for attachment in attachments_of(self.object):
            files.setdefault(attachment.slot, []).append(attachment)
        answerable = allows(self.object, "answer_complement")
        off: dict[str, list[Any]] = {}
        for attachment in taken_off(self.object) if answerable else ():
            off.setdefault(attachment.slot, []).append(attachment)
        shown = [
            (
                item,
                form,
                file_lines(files.get(item.slot, []), removable=answerable),
                taken_off_lines(off.get(item.slot, [])),
            )
            for item, form in items
        ]
        found = verdict(self.object, "resubmit", actor=self.actor)
        people = () if found.permitted else signatories_of(self.object.organisation_id)
        return self.page(
            status=status,
            items=shown,
            unscanned=any(any_unscanned(lines) for _, _, lines, _ in shown),
            problems=[form for _, form in items if form.errors],
            answerable=answerable,
            verdict=found,
            who_may=only_they(found.reason, people),
        )
