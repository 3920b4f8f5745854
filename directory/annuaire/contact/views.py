"""The form that reaches an accompanist: written, read again, sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from directory.annuaire.contact.ceilings import may_write
from directory.annuaire.contact.forms import ContactForm
from directory.annuaire.contact.operations import Message, write_to
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from workflows.pages.forms import tell_refusal
from workflows.pages.traps import stamp
from workflows.verdicts import Refused

SEND, CORRECT = "send", "correct"
TOO_MANY = (
    "Trop de messages sont partis d’ici, ou vers cette organisation. Rien n’est perdu\u00a0: "
    "gardez cette page ouverte et réessayez plus tard."
)
SENT = "Votre message est parti. La réponse viendra à l’adresse que vous avez donnée."


@method_decorator(login_not_required, name="dispatch")
class ContactView(FormView):
    """GET the form; POST it, to read it again; POST that, to send it.

    An accompanist that is not listed any more is written to by nobody: its page says why. 429 for
    who writes too much, with what they typed.
    """

    template_name = "directory/contact.html"
    form_class = ContactForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not kwargs["number"].isprintable():
            raise Http404
        found = Recognition.objects.filter(
            number=kwargs["number"], kind=RecognitionKind.ACCOMPANIST, listing__isnull=False
        )
        recognition = found.select_related("organisation").first()
        if recognition is None:
            raise Http404
        self.recognition: Recognition = recognition
        if not found.listed(timezone.localdate()).exists():
            return HttpResponseRedirect(recognition.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        known = {"name": str(user), "email": user.email} if user.is_authenticated else {}
        return {**known, "opened": stamp()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if CORRECT in request.POST:
            return self.render_to_response(self.get_context_data(form=self._typed()))
        return super().post(request, *args, **kwargs)

    def _typed(self) -> ContactForm:
        """The form as it was, before anything was said of it."""
        fields = self.get_form_class().base_fields
        return ContactForm(initial={name: self.request.POST.get(name, "") for name in fields})

    def form_valid(self, form: ContactForm) -> HttpResponse:
        if SEND not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, reread=True))
        if not may_write(self.request, self.recognition.number):
            form.add_error(None, TOO_MANY)
            return self.render_to_response(self.get_context_data(form=form), status=429)
        said = form.cleaned_data
        try:
            write_to(
                self.recognition,
                Message(said["name"], said["email"], said["message"], said["opened"]),
            )
        except Refused as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, SENT)
        return HttpResponseRedirect(self.recognition.get_absolute_url())

    def form_invalid(self, form: ContactForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"recognition": self.recognition, "reread": False}
        return super().get_context_data(**shown | kwargs)
