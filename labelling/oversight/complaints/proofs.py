"""What is said on complaints proves itself, until it is forgotten."""

from collections.abc import Iterator

from labelling.oversight.complaints.models import Complaint, Entry
from workflows.history import history_model
from workflows.proof.registry import proof


@proof("Ce qui est dit des réclamations")
def words_are_those_said() -> Iterator[str]:
    """Each entry is the one that a row of its complaint commits to; none outlives it."""
    rows = history_model(Complaint).objects
    committed = set(rows.values_list("case_ptr_id", "words_seal").iterator())
    found = Entry.objects.select_related("complaint").prefetch_related("files").order_by("pk")
    for entry in found.iterator(chunk_size=500):
        about = f"réclamation {entry.complaint.reference}"
        if (entry.complaint_id, entry.seal) not in committed:
            yield f"{about} : un écrit n’est dans aucune ligne de l’historique"
        elif not entry.holds:
            yield f"{about} : un écrit n’est plus ce qui a été dit"
        if entry.complaint.forgotten_on is not None:
            yield f"{about} : un écrit reste d’une réclamation effacée"
