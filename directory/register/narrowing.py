"""Public lists that anybody narrows: filters in the address, each a chip that lifts it.

Whatever an address says, the list is there: a filter that makes no sense is told beside its field,
and left out.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from workflows.pages.paging import AFTER, keyed_pager
from workflows.presentation.forms import draw_field

LONGEST = 200  # characters looked for
NO_SUCH_FILTER = "Ce filtre n’existe pas\u00a0: la liste n’en tient pas compte."
TOO_LONG = (
    f"Cette recherche dépasse {LONGEST} caractères\u00a0: la liste n’en tient pas compte. "
    "Quelques mots suffisent."
)
UNREADABLE = "Cette recherche contient un caractère illisible\u00a0: retapez-la."
MOST_DRAWN = 512  # filters kept drawn: fewer are all there is
Choices = Sequence[tuple[str, Any]]
# How lists elsewhere number their pages: ours have none.
NUMBERED = "page"


class WordsField(forms.CharField):
    """The words looked for."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)
        self.validators = [
            MaxLengthValidator(LONGEST, TOO_LONG),
            ProhibitNullCharactersValidator(UNREADABLE),
        ]


class FilterField(forms.ChoiceField):
    """One filter; `everything` is what it is called when it does not narrow."""

    def __init__(self, label: str, everything: str, choices: Choices, **more: Any) -> None:
        super().__init__(
            label=label,
            choices=[("", everything), *choices],
            required=False,
            error_messages={"invalid_choice": NO_SUCH_FILTER},
            **more,
        )
        self.words: dict[str, Any] = dict(flatten_choices(choices))


@lru_cache(maxsize=MOST_DRAWN)
def _drawn(form_class: type[forms.Form], name: str, value: str) -> SafeString:
    """One filter at one of its choices: a list of departments is long to draw."""
    return draw_field(form_class({name: value})[name], mark_optional=False)


def drawn_filter(form: forms.Form, name: str) -> SafeString:
    """The filter as it is shown, with what is wrong with it."""
    bound = form[name]
    if bound.errors:
        return draw_field(bound, mark_optional=False)
    return _drawn(type(form), name, form.cleaned_data[name])


class NarrowedListView(ABC, TemplateView):
    """A list under its filters.

    `form_class` has them, `url_name` is its address; the page that is found has `last`.
    """

    form_class: ClassVar[type[forms.Form]]
    url_name: ClassVar[str]
    sorting: ClassVar[str] = ""  # the field that only orders the list

    @abstractmethod
    def find(self, after: str, **filters: str) -> Any:
        """The page that begins after `after`, or the first when that is no place."""

    @abstractmethod
    def is_key(self, text: str) -> bool:
        """Whether a page may begin after `text`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class(self.request.GET)
        form.is_valid()
        typed = {name: form.cleaned_data.get(name, "") for name in form.fields}
        self.filters = {name: str(value) for name, value in typed.items() if value}
        after = self.request.GET.get(AFTER, "")
        page = self.find(after, **self.filters)
        return super().get_context_data(
            form=form,
            page=page,
            typed=typed,
            drawn=[
                drawn_filter(form, name)
                for name, field in form.fields.items()
                if isinstance(field, FilterField)
            ],
            chips=[
                (said_of(form, name, value), self.url_without(name))
                for name, value in self.filters.items()
                if name != self.sorting
            ],
            pager=keyed_pager(self.request, page.last),
            astray=self._is_astray(after),
            clear_url=reverse(self.url_name),
            **kwargs,
        )

    def url_with(self, **changed: str) -> str:
        """The first page under the same filters, but for those that are `changed` ("" lifts)."""
        query = {name: value for name, value in (self.filters | changed).items() if value}
        path = reverse(self.url_name)
        return f"{path}?{urlencode(query)}" if query else path

    def url_without(self, name: str) -> str:
        return self.url_with(**{name: ""})

    def _is_astray(self, after: str) -> bool:
        """Whether the page asked for is none, so that the first stands in its place."""
        request: HttpRequest = self.request
        return NUMBERED in request.GET or (AFTER in request.GET and not self.is_key(after))


def said_of(form: forms.Form, name: str, value: str) -> str:
    """What a chip says of a filter."""
    field = form.fields[name]
    return str(field.words[value]) if isinstance(field, FilterField) else f"«\u00a0{value}\u00a0»"
