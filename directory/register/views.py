"""The public register: the list of labels."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from directory.register.forms import RegisterForm
from directory.register.search import search
from workflows.pages.paging import AFTER, keyed_pager


@method_decorator(login_not_required, name="dispatch")
class RegisterView(TemplateView):
    """Search by name, SIREN or number; filter by department and validity."""

    template_name = "directory/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RegisterForm(self.request.GET)
        form.is_valid()
        typed = {name: form.cleaned_data.get(name, "") for name in form.fields}
        filters = {name: value for name, value in typed.items() if value}
        page = search(after=self.request.GET.get(AFTER, ""), **filters)
        return super().get_context_data(
            form=form,
            page=page,
            typed=typed,
            chips=_chips(form, filters),
            pager=keyed_pager(self.request, page.last),
            clear_url=_url({}),
            **kwargs,
        )


def _chips(form: RegisterForm, filters: dict[str, str]) -> list[tuple[str, str]]:
    """What each active filter says, and the address without it."""
    return [
        (_chip(form, name, value), _url({key: filters[key] for key in filters if key != name}))
        for name, value in filters.items()
    ]


def _chip(form: RegisterForm, name: str, value: str) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, f"«\u00a0{value}\u00a0»"))


def _url(query: dict[str, str]) -> str:
    path = reverse("directory:register")
    return f"{path}?{urlencode(query)}" if query else path
