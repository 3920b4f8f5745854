"""A form that runs one operation, and shows a refusal beside the field at fault."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from directory.models import User
from workflows.verdicts import Refused


class OperationFormView(FormView):
    """Subclasses write `operate`; what was typed is kept when the operation refuses (422)."""

    def operate(self, form: Any) -> str:
        """Run the operation with what the form holds, and return the next URL."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            url = self.operate(form)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self.form_invalid(form)
        return HttpResponseRedirect(url)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def person_of(request: HttpRequest) -> User:
    """Who is logged in, on a page that the middleware opens to nobody else."""
    return cast(User, request.user)


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Give each unmet condition to its field, or to the whole form when none is at fault."""
    for unmet in refusal.unmet:
        form.add_error(unmet.field if unmet.field in form.fields else None, unmet.message)
