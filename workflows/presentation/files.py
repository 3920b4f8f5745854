"""A stored file as the component `file_list` shows it."""

from dataclasses import dataclass

from workflows.models import ScanStatus, StoredFile
from workflows.presentation.french import format_size

# tone, icon and words of what the scan says of a file
FILE_STATUSES = {
    "pending": ("wait", "hourglass", "Analyse en cours"),
    "clean": ("ok", "check", "Saine"),
    "unscanned": ("mute", "minus", "Non analysée"),
    "infected": ("stop", "x", "Refusée"),
    "refused": ("stop", "x", "Refusée"),
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file; `url` is empty while its bytes may not leave, `remove_url` when it must stay.

    `tone`, `icon` and `words` say what the scan found.
    """

    name: str
    url: str
    size_label: str
    status: str
    reason: str = ""
    remove_url: str = ""

    @property
    def tone(self) -> str:
        return FILE_STATUSES[self.status][0]

    @property
    def icon(self) -> str:
        return FILE_STATUSES[self.status][1]

    @property
    def words(self) -> str:
        return FILE_STATUSES[self.status][2]


def file_line(stored: StoredFile, *, url: str, remove_url: str = "") -> FileLine:
    """The line of `stored`, whose bytes are at `url`."""
    return FileLine(
        name=stored.name,
        url=url if stored.servable else "",
        size_label=format_size(stored.size),
        status=stored.scan,
        reason=_why_refused(stored),
        remove_url=remove_url,
    )


def _why_refused(stored: StoredFile) -> str:
    if stored.scan != ScanStatus.INFECTED:
        return ""
    return "L’analyse y a trouvé un contenu dangereux. Retirez-la, puis envoyez un fichier sain."
