"""The files of a dossier, as its pages show them."""

from collections.abc import Iterable

from django.urls import reverse

from workflows.models import Attachment
from workflows.presentation.files import FileLine, file_line


def file_lines(attachments: Iterable[Attachment], *, removable: bool = False) -> list[FileLine]:
    """Lines for `attachments`; a link only where the bytes may leave."""
    return [
        file_line(
            item,
            url=reverse("workflows:attachment", args=[item.pk]),
            remove_url=(
                reverse("labelling:remove", args=[item.case_id, item.pk]) if removable else ""
            ),
        )
        for item in attachments
    ]
