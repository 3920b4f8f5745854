"""What the CRESS sends as its official logo."""

from pathlib import PurePosixPath
from typing import Any

from django import forms

from directory.logo.picture import FORMATS, LEAST_SIDE, MOST_SIDE, redrawn
from workflows.files import FileRefused, inspection_of
from workflows.pages.uploads import FileInput, UploadField

NO_DRAWING = (
    "Un fichier SVG peut contenir un programme\u00a0: il n’est pas accepté. Exportez votre logo en "
    f"PNG, {MOST_SIDE}\u00a0pixels de côté, sur fond transparent."
)
NO_IMAGE = "Ce n’est pas une image PNG ou JPEG."


class LogoField(UploadField):
    """An image that a certificate can show; cleans to the upload, left rewound."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        name = getattr(data, "name", "") or ""
        if PurePosixPath(name).suffix.lower() in (".svg", ".svgz"):
            raise FileRefused("logo_drawing", NO_DRAWING)
        upload = super().clean(data, initial)
        if upload:
            if inspection_of(upload).media_type not in FORMATS:
                raise FileRefused("logo_no_image", NO_IMAGE)
            redrawn(upload)
        return upload


class LogoForm(forms.Form):
    """The image that replaces our rosace."""

    image = LogoField(
        label="Votre logo",
        widget=FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        help_text=f"PNG ou JPEG, {LEAST_SIDE}\u00a0pixels de côté au moins. Un PNG carré, sur fond "
        "transparent, rend le mieux. Il est redessiné\u00a0: rien d’autre que l’image n’est gardé.",
        error_messages={"required": "Choisissez une image."},
    )
