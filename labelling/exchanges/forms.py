"""What an organisation sends at mid-term, and what the CRESS answers."""

from django import forms

from workflows.pages.forms import LongText
from workflows.pages.uploads import FilesField, WithFiles

LONGEST = 10_000


class ReportForm(WithFiles):
    """A short report: half a page is enough."""

    done = LongText(
        label="Ce qui a été fait pour tenir vos engagements",
        max_length=LONGEST,
        rows=8,
        help_text="Ce qui avance, ce qui attend, ce qui a changé\u00a0; d’une structure, où en est "
        "son plan d’actions. Une demi-page suffit.",
        error_messages={"required": "Dites ce qui a été fait."},
    )
    figures = LongText(
        label="Vos chiffres",
        max_length=LONGEST,
        rows=4,
        help_text="Ceux que vous suivez, et vos effectifs.",
        error_messages={"required": "Donnez vos chiffres."},
    )
    difficulties = LongText(
        label="Ce qui est difficile",
        required=False,
        max_length=LONGEST,
        rows=4,
        help_text="La CRESS peut vous aider, ou vous mettre en lien avec d’autres structures.",
    )
    uploads = FilesField(label="Pièces", required=False)


class AnswerForm(forms.Form):
    """What the CRESS says of it."""

    words = LongText(
        label="Votre réponse",
        max_length=LONGEST,
        rows=6,
        help_text="L’organisation la lit\u00a0; elle figure dans son prochain renouvellement.",
        error_messages={"required": "Écrivez votre réponse."},
    )
