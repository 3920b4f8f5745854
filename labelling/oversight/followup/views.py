"""Complaining, and following what becomes of it: pages for anybody, opened by a receipt alone.

The receipt travels in the body of a form, never in an address, and no session keeps it.
"""

import logging
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.generic import FormView

from directory.delays.in_force import delays
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.models import Complaint
from labelling.oversight.complaints.operations import add_facts
from labelling.oversight.complaints.policies import BY_RECEIPT
from labelling.oversight.followup.ceilings import may_lodge
from labelling.oversight.followup.forms import LodgeForm, ReceiptForm, WriteForm
from labelling.oversight.followup.operations import Account, lodge
from labelling.oversight.followup.reading import followed
from labelling.oversight.receipts.guessing import Unknown, complaint_with
from labelling.oversight.receipts.numbers import shown
from workflows.engine import perform
from workflows.pages.forms import tell_refusal
from workflows.pages.traps import stamp
from workflows.pages.uploads import ask_again
from workflows.verdicts import Refused, Stale

logger = logging.getLogger(__name__)
TOO_MANY = (
    "Beaucoup de réclamations sont parties d’ici aujourd’hui. Rien n’est perdu\u00a0: gardez cette "
    "page ouverte et réessayez plus tard, ou écrivez-nous par la poste."
)
UNKNOWN = (
    "Aucune réclamation n’a ce reçu. Relisez-le\u00a0; une réclamation terminée depuis longtemps "
    "a été effacée."
)
ADDED, ALREADY = "C’est ajouté.", "C’est déjà ajouté\u00a0: vous l’avez envoyé deux fois."
WITHDRAWN = "Votre réclamation est retirée."
# Nobody else reads them: not a proxy, nor the next person at this screen.
unkept = cache_control(private=True, no_store=True)
for_anybody = method_decorator([login_not_required, unkept], name="dispatch")


@for_anybody
class LodgeView(FormView):
    """A complaint: written, then its receipt, once. 429 from a place that sends too many."""

    takes_files_from_anybody = True
    template_name = "complaints/new.html"
    form_class = LodgeForm

    def get_initial(self) -> dict[str, Any]:
        number = self.request.GET.get("numero", "")[:30]
        about = About.ACCOMPANIST if number.startswith("ACC") else About.ORGANISATION
        named = {"whom": number, "about": about} if number.isprintable() and number else {}
        return {**named, "opened": stamp()}

    def form_valid(self, form: LodgeForm) -> HttpResponse:
        typed = form.cleaned_data
        if not may_lodge(self.request):
            form.add_error(None, TOO_MANY)
            return self._again(form, status=429)
        account = Account(About(typed["about"]), typed["recognition"], typed["words"], form.copies)
        try:
            lodged = lodge(
                account,
                identity=form.identity,
                written_to=typed["write_to_me"],
                opened=typed["opened"],
            )
        except Refused as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        context = {"complaint": lodged.complaint, "receipt": shown(lodged.receipt)}
        return render(self.request, "complaints/receipt.html", context)

    def form_invalid(self, form: LodgeForm) -> HttpResponse:
        return self._again(form, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(delays=delays(), **kwargs)

    def _again(self, form: LodgeForm, *, status: int) -> HttpResponse:
        log_refused(form)
        ask_again(form)
        return self.render_to_response(self.get_context_data(form=form), status=status)


@for_anybody
class FollowView(FormView[Any]):
    """A receipt opens what became of its complaint; 404 for one that is nobody's, 422 for a slip,
    429 for a place from which too many came."""

    template_name = "complaints/follow.html"
    form_class: type[forms.Form] = ReceiptForm

    def form_valid(self, form: Any) -> HttpResponse:
        receipt = form.cleaned_data["secret"]
        try:
            complaint = complaint_with(receipt, self.request)
        except RateLimited:
            return respond_429(self.request)
        except Unknown:
            form.add_error("secret", UNKNOWN)
            return self.render_to_response(self.get_context_data(form=form), status=404)
        return self.opened(complaint, receipt)

    def form_invalid(self, form: Any) -> HttpResponse:
        log_refused(form)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def opened(self, complaint: Complaint, receipt: str) -> HttpResponse:
        """What the receipt opens."""
        return follow_page(self.request, complaint, receipt)


class ActView(FollowView):
    """Something done from the follow-up page, with the receipt again; its address shows nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("complaints:follow")


class WriteView(ActView):
    """Facts and files that are added, questions that are answered."""

    takes_files_from_anybody = True
    form_class = WriteForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = ReceiptForm(request.POST)
        return self.form_valid(asked) if asked.is_valid() else self._ask_receipt(asked)

    def _ask_receipt(self, asked: ReceiptForm) -> HttpResponse:
        return render(self.request, self.template_name, {"form": asked}, status=422)

    def opened(self, complaint: Complaint, receipt: str) -> HttpResponse:
        form = WriteForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                added = add_facts(complaint, words=form.cleaned_data["words"], copies=form.copies)
            except Refused as refusal:
                tell_refusal(form, refusal)
            else:
                done = ADDED if added else ALREADY
                return follow_page(self.request, complaint, receipt, done=done)
        log_refused(form)
        ask_again(form)
        return follow_page(self.request, complaint, receipt, form=form, status=422)


class WithdrawView(ActView):
    """Whoever complained thinks better of it."""

    def opened(self, complaint: Complaint, receipt: str) -> HttpResponse:
        try:
            perform(complaint, "withdraw", actor=BY_RECEIPT)
        except Stale:
            complaint.refresh_from_db()  # over meanwhile, or a second click: the page says it
            return follow_page(self.request, complaint, receipt)
        return follow_page(self.request, complaint, receipt, done=WITHDRAWN)


def follow_page(
    request: HttpRequest,
    complaint: Complaint,
    receipt: str,
    *,
    form: WriteForm | None = None,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    """What became of `complaint`, with the forms of whoever holds its receipt."""
    context = {
        "followed": followed(complaint),
        "complaint": complaint,
        "receipt": receipt,
        "form": form or WriteForm(),
        "done": done,
    }
    return render(request, "complaints/followed.html", context, status=status)


def log_refused(form: forms.Form) -> None:
    """Which rules refused it, and nothing that was typed: an attack shows, a person does not."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    logger.info("%s refused: %s", type(form).__name__, ", ".join(sorted(map(str, codes))))
