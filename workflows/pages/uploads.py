"""Several files at once, in any form that takes some."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from workflows.files import (
    ACCEPTED_EXTENSIONS,
    FileRefused,
    inspect_upload,
    inspection_of,
    megabytes,
    safe_name,
    too_large,
)
from workflows.files.allowance import MOST_FILES, Allowance

FILES_HELP = (
    "PDF, image, ODT ou document bureautique, 20\u00a0Mo au plus par fichier, 100\u00a0Mo en tout. "
    f"Vous pouvez en choisir plusieurs, {MOST_FILES} au plus à la fois."
)


class FileInput(forms.FileInput):
    """A file control that says what is too large before anything travels (`uploads.js`).

    The server checks all the same. « {} » stands for the size that the browser knows. `max_bytes`
    is for a control that takes less than the site does.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, max_bytes: int | None = None) -> None:
        self.max_bytes = max_bytes
        accept = ",".join(f".{extension}" for extension in ACCEPTED_EXTENSIONS)
        super().__init__(attrs={"accept": accept, **(attrs or {})})

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        most = self.max_bytes or settings.OSE_UPLOAD_MAX_BYTES
        in_all = settings.OSE_UPLOAD_REQUEST_MAX_BYTES
        limits = {
            "data-max-bytes": most,
            "data-max-total": in_all,
            "data-too-large": too_large("{}", most),
            "data-too-large-together": (
                f"Ces fichiers pèsent {{}} ensemble\u00a0; la limite est de {megabytes(in_all)} en "
                "une fois. Envoyez-les en plusieurs fois."
            ),
        }
        return super().build_attrs(*args, **kwargs) | limits


class FilesInput(FileInput):
    """A file control that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class UploadField(forms.FileField):
    """One file, of a type that we accept; cleans to the upload, left rewound.

    `max_bytes` is for a field that takes less than the site does.
    """

    def __init__(self, max_bytes: int | None = None, **kwargs: Any) -> None:
        self.max_bytes = max_bytes
        kwargs.setdefault("widget", FileInput())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            most = self.max_bytes or settings.OSE_UPLOAD_MAX_BYTES
            inspect_upload(upload.name, upload, upload.size, max_bytes=most)
        return upload


class FilesField(forms.Field):
    """Several uploads. The form says of each whether it is accepted (`WithFiles`)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", FilesInput(attrs={"multiple": True}))
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
