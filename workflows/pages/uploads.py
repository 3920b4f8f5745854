"""Several files at once, in any form that takes some."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from workflows.files import ACCEPTED_EXTENSIONS, FileRefused, inspection_of, safe_name
from workflows.files.allowance import MOST_FILES, Allowance

FILES_HELP = (
    "PDF, image, ODT ou document bureautique, 20\u00a0Mo au plus par fichier, 100\u00a0Mo en tout. "
    f"Vous pouvez en choisir plusieurs, {MOST_FILES} au plus à la fois."
)


class FilesInput(forms.FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """Several uploads. The form says of each whether it is accepted (`WithFiles`)."""

    def __init__(self, **kwargs: Any) -> None:
        accept = ",".join(f".{extension}" for extension in ACCEPTED_EXTENSIONS)
        kwargs.setdefault("widget", FilesInput(attrs={"multiple": True, "accept": accept}))
        kwargs.setdefault("help_text", FILES_HELP)
        super().__init__(**kwargs)


class WithFiles(forms.Form):
    """A form with `uploads`; `accepted` holds the sound ones, even when another is refused.

    A browser forgets the files of a form that comes back: what is sound must not be lost with
    what is refused.
    """

    accepted: Sequence[UploadedFile[Any]] = ()

    def __init__(self, *args: Any, allowance: Allowance | None = None, **kwargs: Any) -> None:
        """`allowance` is for a page with several forms: they share what one request may cost."""
        super().__init__(*args, **kwargs)
        self.allowance = allowance or Allowance()

    def clean_uploads(self) -> Sequence[UploadedFile[Any]]:
        """Sort the uploads; say of each refused one its name and why."""
        problems, sound = [], []
        for upload in self.cleaned_data["uploads"] or []:
            try:
                self.allowance.take_file()
                inspection_of(upload, self.allowance)
            except FileRefused as refused:
                name = safe_name(upload.name)
                problems.append(
                    ValidationError(f"{name}\u00a0: {refused.message_fr}", code=refused.code)
                )
            else:
                sound.append(upload)
        self.accepted = sound
        if problems:
            raise ValidationError(problems)
        return sound


def ask_again(form: WithFiles) -> None:
    """Name the sound files of a form that comes back: the browser has forgotten them."""
    if form.accepted:
        names = ", ".join(safe_name(upload.name or "") for upload in form.accepted)
        form.add_error("uploads", f"À joindre de nouveau\u00a0: {names}.")
