"""The findings on the criteria of an application."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.db import models

from labelling.instruction.enums import Finding
from labelling.instruction.models import Application
from labelling.instruction.models.recorded import recorded_assessments
from workflows.pages.forms import MEANWHILE, LongText, recorded_as


class AssessmentsForm(forms.Form):
    """The findings on the criteria that a page shows: it sends back the marks of those alone.

    `recorded` holds the assessments as they are now, by criterion. That each has a motive is the
    law's to say.
    """

    def __init__(self, data: Any = None, *, application: Application) -> None:
        self.criteria = application.criteria
        self.recorded = recorded_assessments(application)
        initial: dict[str, str] = {}
        for key, item in self.recorded.items():
            initial |= {f"finding_{key}": item.finding, f"reasons_{key}": item.reasons}
        super().__init__(data, initial=initial)
        self.fields |= assessment_fields(type(application))

    def seen(self, key: str) -> str:
        """A mark of the assessment shown. Sent back as `seen`, it tells what was changed since."""
        item = self.recorded.get(key)
        return f"{key}:{mark_of(item.finding, item.reasons)}" if item else ""

    def clean(self) -> None:
        for key in self.changed():
            if not self._typed(key)[0]:
                self.add_error(f"finding_{key}", "Choisissez une appréciation.")
            elif "seen" in self.data and self._mark_seen(key) != mark_of(*self._recorded(key)):
                self.add_error(f"reasons_{key}", self.overtaken(key))

    def changed(self) -> Iterator[models.TextChoices]:
        """The criteria whose assessment is neither as the page showed it nor as recorded."""
        for key in self.criteria:
            typed = self._typed(key)
            if typed != self._recorded(key) and mark_of(*typed) != self._mark_seen(key):
                yield key

    def complete(self) -> Iterator[tuple[models.TextChoices, str, str]]:
        """What is ready to be recorded: criterion, finding, reasons."""
        for key in self.changed():
            if not self.refuses(key):
                yield key, *self._typed(key)

    def refuses(self, key: str) -> bool:
        """Whether something typed on this criterion is at fault."""
        return not self.errors.keys().isdisjoint({f"finding_{key}", f"reasons_{key}"})

    def shown_again(self, application: Application) -> None:
        """Come back with what is recorded now, wherever the person had typed nothing of theirs."""
        recorded = recorded_assessments(application)
        theirs = {*self.changed(), *filter(self.refuses, self.criteria)}
        data = self.data.copy()  # type: ignore[attr-defined]
        for key, item in recorded.items():
            if key not in theirs:
                data[f"finding_{key}"], data[f"reasons_{key}"] = item.finding, item.reasons
        self.recorded, self.data = recorded, data

    def overtaken(self, key: str) -> str:
        """What to say of a criterion assessed from another page since this one was opened."""
        finding, reasons = self._recorded(key)
        said = f"{Finding(finding).label}. {reasons}" if finding else "rien"
        return f"{MEANWHILE} {recorded_as(said)}"

    def _recorded(self, key: str) -> tuple[str, str]:
        item = self.recorded.get(key)
        return (item.finding, item.reasons) if item else ("", "")

    def _mark_seen(self, key: str) -> str:
        """The mark of the assessment that the page showed."""
        parts = (part.partition(":") for part in self.data.get("seen", "").split())
        return {name: mark for name, _, mark in parts}.get(key, mark_of("", ""))

    def _typed(self, key: str) -> tuple[str, str]:
        typed = self.cleaned_data
        return typed.get(f"finding_{key}", ""), typed.get(f"reasons_{key}", "")


def mark_of(finding: str, reasons: str) -> str:
    """What stands for an assessment in a page, instead of repeating it."""
    return sha256(f"{finding}\n{reasons}".encode()).hexdigest()[:16]


def assessment_fields(kind: type[Application]) -> dict[str, forms.Field]:
    """A finding and its reasons for each criterion of `kind`."""
    fields: dict[str, forms.Field] = {}
    for position, key in enumerate(kind.criteria, start=1):
        fields[f"finding_{key}"] = forms.ChoiceField(
            label=f"Votre appréciation du {kind.criterion_noun} {position}",
            required=False,
            choices=Finding.choices,
            widget=forms.RadioSelect,
        )
        fields[f"reasons_{key}"] = LongText(
            label=f"Motif du {kind.criterion_noun} {position}",
            required=False,
            max_length=4000,
            rows=3,
        )
    return fields
