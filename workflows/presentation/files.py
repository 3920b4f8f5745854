"""Stored files as the component `file_list` shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.models import Attachment, ScanStatus, StoredFile
from workflows.presentation.french import format_size
from workflows.presentation.links import url_to

# tone, icon and words of what the scan says of a file
FILE_STATUSES = {
    "pending": ("wait", "hourglass", "Analyse en cours"),
    "clean": ("ok", "check", "Saine"),
    "unscanned": ("mute", "minus", "Non analysée"),
    "infected": ("stop", "x", "Refusée"),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file; `url` is empty while its bytes may not leave, `remove_url` when it must stay.

    `show_url` is where a page may show it in a frame, empty when it can only be downloaded.

    `status` is what the scan found, a key of FILE_STATUSES.
    """

    name: str
    url: str
    size_label: str
    status: str
    reason: str = ""
    remove_url: str = ""
    show_url: str = ""


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A file that was just taken off; posting to `restore_url` puts it back."""

    name: str
    restore_url: str


def taken_off_lines(attachments: Iterable[Attachment]) -> list[TakenOff]:
    """Lines for files taken off, each with its way back."""
    return [TakenOff(item.name, url_to("workflows:restore_file", item.pk)) for item in attachments]


def file_lines(attachments: Iterable[Attachment], *, removable: bool = False) -> list[FileLine]:
    """Lines for files of cases; a link only where the bytes may leave."""
    return [
        file_line(
            item,
            url=url_to("workflows:attachment", item.pk),
            remove_url=url_to("workflows:remove_file", item.pk) if removable else "",
            show_url=_show_url(item),
        )
        for item in attachments
    ]


def any_unscanned(lines: Iterable[FileLine]) -> bool:
    """Whether the page has to say what « non analysée » means."""
    return any(line.status == ScanStatus.UNSCANNED for line in lines)


def _show_url(attachment: Attachment) -> str:
    """For a PDF, the whole width of the frame is for its pages."""
    if not attachment.showable:
        return ""
    url = url_to("workflows:show_file", attachment.pk)
    return f"{url}#navpanes=0&view=FitH" if attachment.is_pdf else url


def file_line(
    stored: StoredFile, *, url: str, remove_url: str = "", show_url: str = ""
) -> FileLine:
    """The line of `stored`, whose bytes are at `url`."""
    return FileLine(
        name=stored.name,
        url=url if stored.servable else "",
        size_label=format_size(stored.size),
        status=stored.scan,
        reason=_why_refused(stored),
        remove_url=remove_url,
        show_url=show_url,
    )


def _why_refused(stored: StoredFile) -> str:
    if stored.scan != ScanStatus.INFECTED:
        return ""
    return "L’analyse y a trouvé un contenu dangereux. Retirez-la, puis envoyez un fichier sain."
