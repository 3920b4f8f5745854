"""Requests for complements, and their answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils import timezone

from directory.delays.in_force import delay
from labelling.instruction.enums import Finding
from labelling.instruction.models import Application
from workflows.pages.forms import DayField, LongText
from workflows.pages.paging import whole_number
from workflows.pages.uploads import FilesField, WithFiles

MAX_ITEMS = 20
Criteria = type[models.TextChoices]
TO_ASK = (Finding.TO_CLARIFY, Finding.NOT_ESTABLISHED)


class ComplementsForm(forms.Form):
    """Requests for complements, item by item, and one deadline for all.

    Each row is an optional criterion and a request; a row without a request is not sent.
    """

    due_on = DayField(
        label="Réponse attendue au plus tard le",
        help_text="Le délai d’instruction est en pause jusqu’à la réponse.",
        error_messages={"required": "Fixez une échéance à venir."},
    )

    def __init__(self, *args: Any, criteria: Criteria, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_count = max(1, min(rows, MAX_ITEMS))
        self.fields |= request_fields(criteria, self.row_count)
        self.fields["due_on"] = self.fields.pop("due_on")  # after the rows

    @classmethod
    def proposed(cls, application: Application) -> "ComplementsForm":
        """A first form: what the assessments found lacking, in their words, and our delay."""
        found = application.assessments.filter(finding__in=TO_ASK)
        order = list(application.criteria.values)
        rows = sorted(
            found.values_list("criterion", "reasons"), key=lambda row: order.index(row[0])
        )
        initial: dict[str, Any] = {"due_on": delay("complements").after(timezone.localdate())}
        for index, (criterion, reasons) in enumerate(rows):
            initial |= {f"criterion_{index}": criterion, f"request_{index}": reasons}
        return cls(criteria=application.criteria, rows=len(rows) or 1, initial=initial)

    @classmethod
    def with_one_more(cls, data: Mapping[str, Any], criteria: Criteria) -> "ComplementsForm":
        """The form as typed so far, unchecked, with an empty row more."""
        rows = rows_in(data)
        form = cls(criteria=criteria, rows=rows + 1, initial={name: data[name] for name in data})
        form.fields[f"request_{form.row_count - 1}"].widget.attrs["autofocus"] = True
        return form

    @property
    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        for index in range(self.row_count):
            yield self[f"criterion_{index}"], self[f"request_{index}"]

    @property
    def full(self) -> bool:
        return self.row_count >= MAX_ITEMS

    @property
    def items(self) -> list[tuple[str, str]]:
        """The requests written, as (criterion or "", request)."""
        rows = range(self.row_count)
        pairs = [
            (self.cleaned_data[f"criterion_{index}"], self.cleaned_data[f"request_{index}"])
            for index in rows
        ]
        return [(criterion, request) for criterion, request in pairs if request]


def request_fields(criteria: Criteria, rows: int) -> dict[str, forms.Field]:
    """What each of so many rows asks, and about which of `criteria`."""
    fields: dict[str, forms.Field] = {}
    for index in range(rows):
        fields[f"criterion_{index}"] = forms.ChoiceField(
            label="Sur quoi",
            required=False,
            choices=[("", "L’ensemble du dossier"), *criteria.choices],
        )
        fields[f"request_{index}"] = forms.CharField(
            label="Votre demande",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    return fields


def rows_in(data: Mapping[str, Any]) -> int:
    """How many rows a posted form says it has; one when it says nothing sensible."""
    return whole_number(data.get("rows", ""), most=MAX_ITEMS) or 1


class AnswerForm(WithFiles):
    """The answer to one requested item. Empty for now is fine: the person answers in any order.

    `seen` is the answer the person was looking at.
    """

    answer = LongText(label="Votre réponse", required=False, max_length=20_000, rows=4)
    uploads = FilesField(label="Joindre des pièces", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        answered = self.cleaned_data.get("answer")
        if not answered and (self.initial.get("answer") or self.accepted):
            self.add_error("answer", "Écrivez votre réponse, même en une ligne.")
        return self.cleaned_data
