"""What proves itself besides the chains: each app reads its own facts anew.

`verify_history` runs them all. A check yields, in French, each thing that is not as it was proven.
"""

from collections.abc import Callable, Iterator

from django.core.exceptions import SuspiciousOperation

from workflows.files import file_digest
from workflows.models import Attachment

Check = Callable[[], Iterator[str]]
_checks: dict[str, Check] = {}


def proof(title: str) -> Callable[[Check], Check]:
    """Register the decorated check; `title` names, in French, what it reads."""

    def register(check: Check) -> Check:
        _checks[title] = check
        return check

    return register


def all_proofs() -> dict[str, Check]:
    """The checks by title, in the order of the apps."""
    return dict(_checks)


@proof("Pièces")
def files_are_as_received() -> Iterator[str]:
    """The bytes of every file, removed ones too, against the digest taken when they came."""
    for attachment in Attachment.objects.order_by("pk").iterator(chunk_size=500):
        try:
            with attachment.file.open("rb") as stream:
                found = file_digest(stream)
        except (OSError, SuspiciousOperation) as error:
            yield f"pièce {attachment.pk} : illisible ({type(error).__name__})"
            continue
        if found != attachment.sha256:
            yield f"pièce {attachment.pk} : le contenu n’est plus celui reçu"
