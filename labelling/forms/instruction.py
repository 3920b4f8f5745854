"""What the CRESS types: filters of the queue, assessments, requests for complements."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from directory.enums import PrincipleKey
from labelling.enums import Finding
from labelling.models import Dossier
from labelling.models.dossier import delay
from labelling.queue import ALL, FILED, Cursor, Filters

MAX_ITEMS = 20
TO_ASK = (Finding.TO_CLARIFY, Finding.NOT_ESTABLISHED)


STATES = [
    ("", "À traiter"),
    *((state.value, state.label) for state in FILED),
    (ALL, "Tous les dossiers déposés"),
]
ASSIGNEES = [("", "Toutes"), ("moi", "Moi"), ("personne", "Personne")]


class QueueForm(forms.Form):
    """The filters of the queue, by GET: a value nobody offers is as good as none."""

    q = forms.CharField(required=False, max_length=80)
    etat = forms.ChoiceField(required=False, choices=STATES)
    charge = forms.ChoiceField(required=False, choices=ASSIGNEES)
    retard = forms.BooleanField(required=False)

    def filters(self, after: str = "") -> Filters:
        """What was asked, invalid values left out; `after` is the cursor of the page before."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            state=asked.get("etat", ""),
            assignee=asked.get("charge", ""),
            text=asked.get("q", ""),
            late=asked.get("retard", False),
            after=Cursor.parse(after),
        )

    @property
    def state_label(self) -> str:
        """« À traiter », « En instruction »…"""
        self.is_valid()
        return dict(STATES)[self.cleaned_data.get("etat", "")]

    def chips(self) -> list[tuple[str, str]]:
        """The active filters: (field name, words)."""
        self.is_valid()
        asked = self.cleaned_data
        return [
            (name, words)
            for name, words in (
                ("q", f"«\u00a0{asked.get('q')}\u00a0»"),
                ("etat", dict(STATES)[asked.get("etat", "")]),
                ("charge", f"En charge\u00a0: {dict(ASSIGNEES)[asked.get('charge', '')].lower()}"),
                ("retard", "En retard"),
            )
            if asked.get(name)
        ]


class AssessForm(forms.Form):
    """The instructor's finding on one principle. That it has a motive is the law's to say."""

    finding = forms.ChoiceField(
        label="Votre appréciation",
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une appréciation."},
    )
    reasons = forms.CharField(
        label="Motif, lu par le comité et par la structure",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Any = None, *, key: str, initial: dict[str, Any] | None = None
    ) -> None:
        # Several of these forms stand on one page: the ids say which principle is meant.
        super().__init__(data, auto_id=f"id_{key}_%s", initial=initial)


class ComplementsForm(forms.Form):
    """Requests for complements, item by item, and one deadline for all.

    Each row is an optional principle and a request; a row without a request is not sent.
    """

    due_on = forms.DateField(
        label="Réponse attendue avant le",
        help_text="Le délai d’instruction est en pause jusqu’à la réponse.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Fixez une échéance à venir."},
    )

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due_on = self.fields.pop("due_on")
        self.row_count = max(1, min(rows, MAX_ITEMS))
        for index in range(self.row_count):
            self.fields[f"principle_{index}"] = forms.ChoiceField(
                label="Principe",
                required=False,
                choices=[("", "L’ensemble du dossier"), *PrincipleKey.choices],
            )
            self.fields[f"request_{index}"] = forms.CharField(
                label="Votre demande",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["due_on"] = due_on

    @classmethod
    def proposed(cls, dossier: Dossier) -> "ComplementsForm":
        """A first form: what the assessments found lacking, in their words, and our delay."""
        found = dossier.assessments.filter(finding__in=TO_ASK)
        order = list(PrincipleKey.values)
        rows = sorted(
            found.values_list("principle", "reasons"), key=lambda row: order.index(row[0])
        )
        initial: dict[str, Any] = {"due_on": timezone.localdate() + delay("complements")}
        for index, (principle, reasons) in enumerate(rows):
            initial |= {f"principle_{index}": principle, f"request_{index}": reasons}
        return cls(rows=len(rows) or 1, initial=initial)

    @classmethod
    def with_one_more(cls, data: Mapping[str, Any]) -> "ComplementsForm":
        """The form as typed so far, unchecked, with an empty row more."""
        rows = rows_in(data)
        form = cls(rows=rows + 1, initial={name: data[name] for name in data})
        form.fields[f"request_{form.row_count - 1}"].widget.attrs["autofocus"] = True
        return form

    @property
    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        for index in range(self.row_count):
            yield self[f"principle_{index}"], self[f"request_{index}"]

    @property
    def full(self) -> bool:
        return self.row_count >= MAX_ITEMS

    @property
    def items(self) -> list[tuple[str, str]]:
        """The requests written, as (principle or "", request)."""
        rows = range(self.row_count)
        pairs = [
            (self.cleaned_data[f"principle_{index}"], self.cleaned_data[f"request_{index}"])
            for index in rows
        ]
        return [(principle, request) for principle, request in pairs if request]


def rows_in(data: Mapping[str, Any]) -> int:
    """How many rows a posted form says it has; one when it says nothing sensible."""
    given = data.get("rows", "")
    return int(given) if given.isdecimal() and len(given) < 3 else 1
