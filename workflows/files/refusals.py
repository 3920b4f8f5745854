"""Why an uploaded file is refused, in words that say what to do about it."""

from django.core.exceptions import ValidationError

MESSAGES: dict[str, str] = {
    "not_accepted": ("Ce type de fichier n’est pas accepté. Envoyez un PDF, un ODT ou une image."),
    "empty": "Ce fichier est vide.",
    "damaged": (
        "Ce fichier semble incomplet ou endommagé. Enregistrez-le à nouveau, puis renvoyez-le."
    ),
    "encrypted": (
        "Ce fichier est protégé par un mot de passe. Envoyez-le sans protection, pour qu’il "
        "puisse être lu."
    ),
    "macros": (
        "Ce fichier contient des macros. Enregistrez-le sans macros, ou en PDF, puis renvoyez-le."
    ),
    "mixed": (
        "Ce fichier en contient un autre à sa suite. Enregistrez-le à nouveau, puis renvoyez-le."
    ),
    "unsafe_archive": (
        "La structure interne de ce fichier est anormale. Enregistrez-le à nouveau, ou en PDF, "
        "puis renvoyez-le."
    ),
    "bomb": (
        "Une fois décompressé, ce fichier prend une taille anormale. Enregistrez-le en PDF, "
        "puis renvoyez-le."
    ),
    "too_many_pixels": (
        "Cette image a trop de pixels pour être traitée. Réduisez ses dimensions, puis renvoyez-la."
    ),
}


class FileRefused(ValidationError):
    """An upload that is not kept: a stable ``code`` and one French sentence, ``message_fr``.

    The sentence defaults to the one of ``MESSAGES``; ``too_large`` and ``mismatch`` depend on the
    file and bring their own.
    """

    def __init__(self, code: str, message_fr: str | None = None) -> None:
        self.message_fr = message_fr or MESSAGES[code]
        super().__init__(self.message_fr, code=code)


class NotThatType(Exception):
    """The content is not of the type the file's name announces."""
