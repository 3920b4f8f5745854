"""What an organisation shows, and what the CRESS answers."""

from django import forms

from workflows.pages.forms import LongText
from workflows.pages.uploads import FilesField, WithFiles


class ProveForm(WithFiles):
    """What shows that the logo is gone: one of the three is enough."""

    note = LongText(
        label="Ce que vous avez retiré, et où",
        required=False,
        rows=4,
        max_length=5_000,
        help_text="Le site, la vitrine, les plaquettes, les signatures d’e-mails…",
    )
    website = forms.URLField(
        label="Une page où le voir",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse complète, par exemple https://exemple.fr."},
    )
    uploads = FilesField(label="Photos ou captures", required=False)


class ConfirmForm(forms.Form):
    """What the CRESS saw; wanted when the organisation showed nothing."""

    reason = LongText(
        label="Ce que vous avez constaté",
        required=False,
        rows=3,
        max_length=2_000,
        help_text="L’organisation le lit.",
    )


class AskAgainForm(forms.Form):
    """Where the logo still is, or what is missing."""

    reason = LongText(
        label="Ce qui reste à retirer, ou à montrer",
        rows=4,
        max_length=2_000,
        help_text="L’organisation le lit, avec le nouveau délai.",
        error_messages={"required": "Dites ce qui reste à faire."},
    )
