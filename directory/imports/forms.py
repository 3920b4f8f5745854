"""The file of labels, and where its columns are."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.imports.columns import COLUMNS, named
from directory.imports.issues import ImportRefused
from directory.imports.tables import MOST_BYTES, MOST_LABELS, Table, letter, read_table
from workflows.files import FileRefused, megabytes
from workflows.pages.uploads import FileInput, UploadField
from workflows.presentation.french import format_number

SUFFIXES = (".csv", ".xlsx")
MOST_TOLD = 20
NOT_A_TABLE = (
    "Envoyez un fichier CSV ou un classeur XLSX\u00a0: votre tableur sait l’enregistrer ainsi."
)


class LabelsField(UploadField):
    """A file of labels that can be read; cleans to the upload, `table` is what it holds."""

    table: Table

    def clean(self, data: Any, initial: Any = None) -> Any:
        name = getattr(data, "name", "") or ""
        if name and PurePosixPath(name).suffix.lower() not in SUFFIXES:
            raise FileRefused("no_table", NOT_A_TABLE)
        upload = super().clean(data, initial)
        try:
            self.table = read_table(upload.read())
        except ImportRefused as refusal:
            raise _told(refusal) from refusal
        finally:
            upload.seek(0)
        return upload


def _told(refusal: ImportRefused) -> ValidationError:
    """The first of what is wrong, and how much more there is."""
    said = [issue.message for issue in refusal.issues[:MOST_TOLD]]
    more = len(refusal.issues) - len(said)
    return ValidationError([*said, f"Et {more} autres endroits."] if more else said)


class SendForm(forms.Form):
    """The file to take up."""

    file = LabelsField(
        label="Votre fichier",
        max_bytes=MOST_BYTES,
        widget=FileInput(attrs={"accept": ",".join(SUFFIXES)}, max_bytes=MOST_BYTES),
        help_text=f"CSV ou XLSX, une seule feuille, une ligne de titres puis un label par ligne. "
        f"{format_number(MOST_LABELS)}\u00a0labels et {megabytes(MOST_BYTES)} au plus.",
        error_messages={"required": "Choisissez un fichier."},
    )

    @property
    def table(self) -> Table:
        field: Any = self.fields["file"]
        table: Table = field.table
        return table


class ColumnsForm(forms.Form):
    """One list a column of ours: where it is in the file, which holds `table`."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(place), _heading(place, table.headings[place], example))
            for place, example in table.examples().items()
        ]
        candidates = named(table.headings)
        for column in COLUMNS:
            several = len(candidates[column.key]) > 1
            self.fields[column.key] = forms.TypedChoiceField(
                label=column.label,
                required=column.required,
                coerce=int,
                empty_value=None,
                choices=[("", "Choisissez" if column.required else "Absente du fichier"), *choices],
                help_text="Plusieurs titres du fichier y ressemblent." if several else "",
                error_messages={
                    "required": "Cette colonne manque\u00a0: dites où elle est, ou ajoutez-la au "
                    "fichier.",
                    "invalid_choice": "Le fichier n’a pas cette colonne.",
                },
            )

    def clean(self) -> dict[str, Any]:
        """One column of the file says one thing."""
        said: dict[int, str] = {}
        for column in COLUMNS:
            place = self.cleaned_data.get(column.key)
            if place is None:
                continue
            if place in said:
                self.add_error(
                    column.key, f"Vous l’avez déjà donnée à «\u00a0{said[place]}\u00a0»."
                )
            said.setdefault(place, column.label)
        return self.cleaned_data

    @property
    def places(self) -> dict[str, int]:
        return {key: place for key, place in self.cleaned_data.items() if place is not None}


def _heading(place: int, heading: str, example: str) -> str:
    words = f"{letter(place)}. {heading or 'sans titre'}"
    return f"{words} ({example[:30]})" if example else words
