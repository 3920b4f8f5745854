"""What proves itself besides the chains: each app reads its own facts anew.

`verify_history` runs them all. A check yields, in French, each thing that is not as it was proven.
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import SuspiciousOperation

from workflows.files import file_digest
from workflows.models import StoredFile

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
    for model in apps.get_models():
        if issubclass(model, StoredFile):
            name = model._meta.verbose_name
            for stored in model._default_manager.order_by("pk").iterator(chunk_size=500):
                yield from (f"{name} {stored.pk} : {what}" for what in _is_not_as_received(stored))


def _is_not_as_received(stored: StoredFile) -> Iterator[str]:
    try:
        with stored.file.open("rb") as stream:
            found = file_digest(stream)
    except (OSError, SuspiciousOperation) as error:
        yield f"illisible ({type(error).__name__})"
        return
    if found != stored.sha256:
        yield "le contenu n’est plus celui reçu"
