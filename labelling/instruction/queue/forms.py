"""The filters of the queue."""

from django import forms

from labelling.instruction.queue.selection import ALL, FILED, Cursor, Filters

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
