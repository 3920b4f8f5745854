"""What proves itself besides the chains: each app reads its own facts anew.

`verify_history` runs them all. A check yields, in French, each thing that is not as it was proven.
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import SuspiciousOperation

from workflows.files import file_digest
from workflows.models import Counter, StoredFile
from workflows.numbering import all_numbers
from workflows.triggers import unprotected_models

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


@proof("Tables protégées")
def tables_of_facts_have_their_triggers() -> Iterator[str]:
    """Whoever owns a table may drop its triggers: nothing else would then show it."""
    for model in unprotected_models():
        yield f"table {model._meta.db_table} : ses déclencheurs manquent ou ont été changés"


@proof("Numéros")
def numbers_follow_each_other() -> Iterator[str]:
    """A series goes from 1 to the last number given: none missing, none that nobody gave."""
    found: dict[str, set[int]] = {}
    for number in all_numbers():
        series, _, rank = number.rpartition("-")
        found.setdefault(series, set()).add(int(rank) if rank.isdecimal() else 0)
    given = dict(Counter.objects.values_list("series", "last"))
    for series in sorted(found.keys() | given.keys()):
        expected = set(range(1, given.get(series, 0) + 1))
        for missing in sorted(expected - found.get(series, set())):
            yield f"{series}-{missing:04d} : ce numéro manque"
        for invented in sorted(found.get(series, set()) - expected):
            yield f"{series}-{invented:04d} : personne n’a donné ce numéro"
