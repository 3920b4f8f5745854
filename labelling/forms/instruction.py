"""What the CRESS types: filters of the queue, assessments, requests for complements."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.people.models import User
from labelling.enums import Finding
from labelling.models import Assessment, Dossier
from labelling.models.dossier import delay
from labelling.queue import ALL, FILED, Cursor, Filters
from workflows.pages.forms import MEANWHILE, DayField, LongText, recorded_as
from workflows.pages.paging import whole_number
from workflows.policies import get_policy

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


class AssessmentsForm(forms.Form):
    """The findings on the six principles, in one form: to save one loses nothing of the others.

    `recorded` holds the assessments as they are now, by principle. That each has a motive is the
    law's to say.
    """

    def __init__(self, data: Any = None, *, recorded: Mapping[str, Assessment]) -> None:
        self.recorded = recorded
        initial: dict[str, str] = {}
        for key, item in recorded.items():
            initial |= {f"finding_{key}": item.finding, f"reasons_{key}": item.reasons}
        super().__init__(data, initial=initial)

    @property
    def shown(self) -> str:
        """A mark of each assessment shown. Sent back as `seen`, it tells what was changed since."""
        marks = {key: mark_of(item.finding, item.reasons) for key, item in self.recorded.items()}
        return " ".join(f"{key}:{mark}" for key, mark in marks.items())

    def clean(self) -> None:
        for key in self.changed():
            if not self._typed(key)[0]:
                self.add_error(f"finding_{key}", "Choisissez une appréciation.")
            elif "seen" in self.data and self._mark_seen(key) != mark_of(*self._recorded(key)):
                self.add_error(f"reasons_{key}", self.overtaken(key))

    def changed(self) -> Iterator[PrincipleKey]:
        """The principles whose assessment is neither as the page showed it nor as recorded."""
        for key in PrincipleKey:
            typed = self._typed(key)
            if typed != self._recorded(key) and mark_of(*typed) != self._mark_seen(key):
                yield key

    def complete(self) -> Iterator[tuple[PrincipleKey, str, str]]:
        """What is ready to be recorded: principle, finding, reasons."""
        for key in self.changed():
            if not self.refuses(key):
                yield key, *self._typed(key)

    def refuses(self, key: str) -> bool:
        """Whether something typed on this principle is at fault."""
        return not self.errors.keys().isdisjoint({f"finding_{key}", f"reasons_{key}"})

    def shown_again(self, recorded: Mapping[str, Assessment]) -> None:
        """Come back with what is recorded now, wherever the person had typed nothing of theirs."""
        theirs = {*self.changed(), *filter(self.refuses, PrincipleKey)}
        data = self.data.copy()  # type: ignore[attr-defined]
        for key, item in recorded.items():
            if key not in theirs:
                data[f"finding_{key}"], data[f"reasons_{key}"] = item.finding, item.reasons
        self.recorded, self.data = recorded, data

    def overtaken(self, key: str) -> str:
        """What to say of a principle assessed from another page since this one was opened."""
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


for _position, _key in enumerate(PrincipleKey, start=1):
    AssessmentsForm.base_fields |= {
        f"finding_{_key}": forms.ChoiceField(
            label=f"Votre appréciation du principe {_position}",
            required=False,
            choices=Finding.choices,
            widget=forms.RadioSelect,
        ),
        f"reasons_{_key}": LongText(
            label=f"Motif du principe {_position}", required=False, max_length=4000, rows=3
        ),
    }


class ComplementsForm(forms.Form):
    """Requests for complements, item by item, and one deadline for all.

    Each row is an optional principle and a request; a row without a request is not sent.
    """

    due_on = DayField(
        label="Réponse attendue au plus tard le",
        help_text="Le délai d’instruction est en pause jusqu’à la réponse.",
        error_messages={"required": "Fixez une échéance à venir."},
    )

    def __init__(self, *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_count = max(1, min(rows, MAX_ITEMS))
        for index in range(self.row_count, MAX_ITEMS):
            del self.fields[f"principle_{index}"], self.fields[f"request_{index}"]
        self.fields["due_on"] = self.fields.pop("due_on")  # after the rows

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


for _index in range(MAX_ITEMS):
    ComplementsForm.base_fields |= {
        f"principle_{_index}": forms.ChoiceField(
            label="Principe",
            required=False,
            choices=[("", "L’ensemble du dossier"), *PrincipleKey.choices],
        ),
        f"request_{_index}": forms.CharField(
            label="Votre demande",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
    }


def rows_in(data: Mapping[str, Any]) -> int:
    """How many rows a posted form says it has; one when it says nothing sensible."""
    return whole_number(data.get("rows", ""), most=MAX_ITEMS) or 1


class PersonField(forms.ModelChoiceField):
    """One person among several, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class ReassignForm(forms.Form):
    """Who takes the instruction over, among those who may, and why; from whom, on the page seen."""

    assignee = PersonField(
        label="Nouvelle personne en charge",
        queryset=User.objects.none(),
        empty_label="Choisissez une personne",
        error_messages={"required": "Choisissez à qui confier le dossier."},
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=500,
        help_text="Par exemple un départ ou un congé. Il reste dans l’historique.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["assignee"]
        may = get_policy("labelling.instructor_without_conflict").users_who_may(dossier)
        # Once sent, the law says who has it already: someone may have been given it meanwhile.
        offered = may if self.is_bound else may.exclude(pk=dossier.assignee_id)
        field.queryset = offered.order_by("last_name", "first_name")
        self.fields["seen"].initial = dossier.assignee_id
