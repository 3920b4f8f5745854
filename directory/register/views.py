"""The public register: the list of labels."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator

from directory.register.forms import RegisterForm
from directory.register.narrowing import NarrowedListView
from directory.register.search import Key, Page, search


@method_decorator(login_not_required, name="dispatch")
class RegisterView(NarrowedListView):
    """Search by name, SIREN or number; filter by department and validity."""

    template_name = "directory/register.html"
    form_class = RegisterForm
    url_name = "directory:register"

    def find(self, after: str, **filters: Any) -> Page:
        return search(after=after, **filters)

    def is_key(self, text: str) -> bool:
        return Key.parse(text) is not None
